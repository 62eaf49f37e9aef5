"""Writes small pictures of as many kinds as Pillow 13.0.0, tifffile 2026.3.3 and bytes put together by hand can make, and
what Pillow makes of each: ImageOps.exif_transpose, then convert("RGB").

    python -m venv v && v/bin/pip install pillow==13.0.0 tifffile==2026.3.3 numpy==2.4.6 && v/bin/python export.py

pictures.zip holds the files; expected.zip a line each: name, width, height, and the pixels in hexadecimal. Lossless kinds are
equal, JPEG and lossy WebP within 2 of 255 levels (another decoder of the same library).
"""
import os, io, struct, zlib, zipfile, tempfile, numpy as np
from PIL import Image, ImageOps, ImageDraw
out=tempfile.mkdtemp(); here=os.path.dirname(os.path.abspath(__file__))
rng=np.random.default_rng(3)
W,H=23,17
yy,xx=np.mgrid[0:H,0:W]
base=np.stack([(xx*11)%256,(yy*15)%256,((xx+yy)*7)%256],-1).astype(np.uint8)
base[5:9,6:14]=[250,30,10]
rgb=Image.fromarray(base); grey=rgb.convert('L'); 
alpha=np.dstack([base,((xx*12)%256).astype(np.uint8)]); rgba=Image.fromarray(alpha,'RGBA')
la=rgba.convert('LA'); p=rgb.convert('P',palette=Image.ADAPTIVE,colors=16); p256=rgb.convert('P',palette=Image.ADAPTIVE,colors=200); one=grey.convert('1')
cmyk=rgb.convert('CMYK'); ycc=rgb.convert('YCbCr'); lab=None
def exif(o):
    e=Image.Exif(); e[0x0112]=o; return e
def save(name,im,**k):
    try: im.save(f'{out}/{name}',**k)
    except Exception as e: print('not written:',name,e)
modes={'rgb':rgb,'grey':grey,'rgba':rgba,'la':la,'p16':p,'p256':p256,'one':one}
for m,im in modes.items():
    save(f'png-{m}.png',im)
save('png-rgba-trans.png',rgba)
ptr=p.copy(); save('png-p-trns.png',ptr,transparency=3); save('png-p-trnsbytes.png',ptr,transparency=bytes(range(0,256,16)))
save('png-grey-trns.png',grey,transparency=30); save('png-rgb-trns.png',rgb,transparency=(250,30,10))
for bits in (1,2,4):
    q=rgb.convert('P',palette=Image.ADAPTIVE,colors=2**bits); save(f'png-p-{bits}bit.png',q,bits=bits)
for o in range(1,9):
    save(f'png-exif{o}.png',rgb,exif=exif(o)); save(f'webp-exif{o}.webp',rgb,exif=exif(o),lossless=True); save(f'jpg-exif{o}.jpg',rgb,exif=exif(o),quality=95)
    save(f'tif-exif{o}.tif',rgb,exif=exif(o)); save(f'tif-bilevel-exif{o}.tif',one,exif=exif(o),compression='group4'); save(f'tif-grey-exif{o}.tif',grey,exif=exif(o),compression='tiff_lzw')
save('webp-exif-prefix6.webp',rgb,exif=b'Exif\0\0'+exif(6).tobytes()[6:] if exif(6).tobytes().startswith(b'Exif') else b'Exif\0\0'+exif(6).tobytes(),lossless=True)
save('webp-exif-noprefix6.webp',rgb,exif=exif(6).tobytes().removeprefix(b'Exif\0\0'),lossless=True)
save('webp-lossy.webp',rgb,quality=80); save('webp-lossy-alpha.webp',rgba,quality=80); save('webp-lossless-alpha.webp',rgba,lossless=True); save('webp-lossless.webp',rgb,lossless=True)
save('webp-anim.webp',rgb,save_all=True,append_images=[ImageOps.invert(rgb)],lossless=True)
save('webp-anim-alpha.webp',rgba,save_all=True,append_images=[rgba.rotate(90).resize((W,H))],lossless=True)
save('png-anim.png',rgb,save_all=True,append_images=[ImageOps.invert(rgb)],duration=100)
save('png-anim-default.png',rgb,save_all=True,append_images=[ImageOps.invert(rgb),rgb],default_image=True,duration=100)
save('gif-p16.gif',p); save('gif-p256.gif',p256); save('gif-grey.gif',grey); save('gif-one.gif',one); save('gif-inter.gif',p,interlace=1)
save('gif-trans.gif',p,transparency=3); save('gif-rgba.gif',rgba); save('gif-anim.gif',p,save_all=True,append_images=[ImageOps.invert(rgb)],duration=50,loop=0)
save('gif-anim-trans.gif',rgba,save_all=True,append_images=[rgba.rotate(180)],duration=50,disposal=2)
for bg in (0,5,200):
    save(f'gif-bg{bg}.gif',p,background=bg); save(f'gif-bg{bg}-trans.gif',p,background=bg,transparency=2)
for c in ('raw','tiff_lzw','tiff_adobe_deflate','packbits','jpeg','tiff_deflate'):
    for m,im in {'rgb':rgb,'grey':grey,'rgba':rgba,'la':la,'p16':p,'one':one,'cmyk':cmyk}.items():
        k={} if c=='raw' else {'compression':c}
        save(f'tif-{c}-{m}.tif',im,**k)
for c in ('group3','group4','tiff_ccitt'): save(f'tif-{c}-one.tif',one,compression=c)
save('tif-ycbcr-raw.tif',ycc); 
try: save('tif-lab.tif',Image.fromarray(base,'LAB'))
except Exception as e: print(e)
save('tif-multi.tif',rgb,save_all=True,append_images=[ImageOps.invert(rgb)])
for m,im in {'rgb':rgb,'grey':grey,'p16':p,'p256':p256,'one':one,'rgba':rgba}.items(): save(f'bmp-{m}.bmp',im)
for q in (75,95):
    for ss in (0,1,2): save(f'jpg-q{q}-ss{ss}.jpg',rgb,quality=q,subsampling=ss)
save('jpg-prog.jpg',rgb,progressive=True,quality=90); save('jpg-grey.jpg',grey,quality=90); save('jpg-cmyk.jpg',cmyk,quality=95); save('jpg-rst.jpg',rgb,quality=90,restart_marker_blocks=1)
for m,im in {'rgb':rgb,'grey':grey,'one':one}.items(): save(f'pnm-{m}.ppm',im)
def w(name,b): open(f'{out}/{name}','wb').write(b)
w('pnm-p2.pgm',b'P2\n# c\n3 2\n15\n0 1 2\n3 14 15\n'); w('pnm-p3.ppm',b'P3\n2 2\n255\n1 2 3 4 5 6\n7 8 9 255 0 255\n'); w('pnm-p1.pbm',b'P1\n4 2\n0 1 0 1\n1 1 0 0\n'); w('pnm-p6-m100.ppm',b'P6\n2 1\n100\n'+bytes([0,50,100,25,75,99])); w('pnm-p5-m15.pgm',b'P5 3 1 15\n'+bytes([0,7,15]))
# tifffile
import tifffile
tifffile.imwrite(f'{out}/tif-big.tif',base,bigtiff=True); tifffile.imwrite(f'{out}/tif-big-be.tif',base,bigtiff=True,byteorder='>')
tifffile.imwrite(f'{out}/tif-tiled.tif',np.pad(base,((0,15),(0,9),(0,0))),tile=(16,16),photometric='rgb'); tifffile.imwrite(f'{out}/tif-planar.tif',np.moveaxis(base,-1,0),photometric='rgb',planarconfig='separate')
tifffile.imwrite(f'{out}/tif-be.tif',base,byteorder='>',photometric='rgb')
tifffile.imwrite(f'{out}/tif-rgba-assoc.tif',alpha,photometric='rgb',extrasamples=['assocalpha']); tifffile.imwrite(f'{out}/tif-rgba-unassoc.tif',alpha,photometric='rgb',extrasamples=['unassalpha']); tifffile.imwrite(f'{out}/tif-rgba-unspec.tif',alpha,photometric='rgb',extrasamples=['unspecified'])
tifffile.imwrite(f'{out}/tif-miniswhite.tif',np.array(grey),photometric='miniswhite'); tifffile.imwrite(f'{out}/tif-pred2.tif',base,compression='zlib',predictor=2,photometric='rgb')
tifffile.imwrite(f'{out}/tif-strips.tif',base,rowsperstrip=3,photometric='rgb'); tifffile.imwrite(f'{out}/tif-16rgb.tif',(base.astype(np.uint16)*257),photometric='rgb')
tifffile.imwrite(f'{out}/tif-2pages.tif',np.stack([base,255-base]),photometric='rgb')
g=np.array(grey)
def tiff_bits(bits,miniswhite=False):
    rows=b''
    for r in (g>>(8-bits)):
        acc=0;n=0;line=bytearray()
        for v in r:
            acc=(acc<<bits)|int(v); n+=bits
            if n==8: line.append(acc); acc=0;n=0
        if n: line.append((acc<<(8-n))&255)
        rows+=bytes(line)
    ents=[(256,3,1,W),(257,3,1,H),(258,3,1,bits),(259,3,1,1),(262,3,1,0 if miniswhite else 1),(273,4,1,8),(277,3,1,1),(278,3,1,H),(279,4,1,len(rows))]
    b=struct.pack('<2sHI',b'II',42,8+len(rows)+(len(rows)%2))+rows+(b'\0' if len(rows)%2 else b'')
    b+=struct.pack('<H',len(ents))+b''.join(struct.pack('<HHII',*e) for e in ents)+struct.pack('<I',0); return b
for bits in (1,2,4): w(f'tif-{bits}bit.tif',tiff_bits(bits)); w(f'tif-{bits}bit-white.tif',tiff_bits(bits,True))
def bmp(bits,comp,pal,data,masks=b'',w_=W,h_=H,hs=40):
    off=14+hs+len(masks)+len(pal)
    hd=struct.pack('<IiiHHIIiiII',hs,w_,h_,1,bits,comp,len(data),2835,2835,len(pal)//4,0)+b'\0'*(hs-40)
    return struct.pack('<2sIHHI',b'BM',off+len(data),0,0,off)+hd+masks+pal+data
def rows16(f):
    d=b''
    for y in range(H-1,-1,-1):
        r=b''.join(struct.pack('<H',f(*[int(v) for v in base[y,x]])) for x in range(W)); d+=r+b'\0'*(-len(r)%4)
    return d
w('bmp-16-555.bmp',bmp(16,0,b'',rows16(lambda r,g,b:(r>>3)<<10|(g>>3)<<5|b>>3)))
w('bmp-16-565.bmp',bmp(16,3,b'',rows16(lambda r,g,b:(r>>3)<<11|(g>>2)<<5|b>>3),struct.pack('<III',0xF800,0x7E0,0x1F)))
w('bmp-16-555bf.bmp',bmp(16,3,b'',rows16(lambda r,g,b:(r>>3)<<10|(g>>3)<<5|b>>3),struct.pack('<III',0x7C00,0x3E0,0x1F)))
pal16=b''.join(struct.pack('<BBBB',i*16,255-i*16,i*7,0) for i in range(16)); pal256=b''.join(struct.pack('<BBBB',i,255-i,(i*7)%256,0) for i in range(256))
rle8=b''
for y in range(H): rle8+=bytes([5,y*3%256, 3,9, 0,3,1,2,3,0, 0,2,2,0, 4,77])+b'\0\0'
rle8+=b'\0\1'; w('bmp-rle8-delta.bmp',bmp(8,1,pal256,rle8))
rle4=b''
for y in range(H): rle4+=bytes([6,0x12, 0,4,0x34,0x56, 0,2,3,0, 5,0x9A])+b'\0\0'
rle4+=b'\0\1'; w('bmp-rle4-delta.bmp',bmp(4,2,pal16,rle4))
rle8b=bytes([W,10])+b'\0\0'+bytes([0,2,3,4])+bytes([6,99])+b'\0\1'; w('bmp-rle8-jump.bmp',bmp(8,1,pal256,rle8b))
w('bmp-topdown.bmp',bmp(24,0,b'',b''.join(base[y,:,::-1].tobytes()+b'\0'*(-W*3%4) for y in range(H)),h_=-H))
d32=b''.join(np.dstack([base[y:y+1,:,::-1],alpha[y:y+1,:,3:]]).tobytes() for y in range(H-1,-1,-1)); w('bmp-32.bmp',bmp(32,0,b'',d32)); w('bmp-32bf.bmp',bmp(32,3,b'',d32,struct.pack('<III',0xFF0000,0xFF00,0xFF)))
w('bmp-4bit.bmp',bmp(4,0,pal16,b''.join(bytes(((x*3)%16)<<4|((x*3+1+y)%16) for x in range(12)) for y in range(H))))
# jpeg junk
j=open(f'{out}/jpg-q95-ss0.jpg','rb').read()
i=j.index(b'\xff\xdb'); w('jpg-junk.jpg',j[:i]+b'\x12\x34\x56'+j[i:]); w('jpg-junk-ff.jpg',j[:i]+b'\xff\xff\xff'+j[i:])
w('jpg-badapp.jpg',j[:2]+b'\xff\xe1\x00\x10Exif\0\0XXXXXXXX'+j[2:]); w('jpg-badapp2.jpg',j[:2]+b'\xff\xed\x00\x08ABCDEF'+j[2:]); w('jpg-trailing.jpg',j+b'trailing junk'*20)
# gif variants
gf=bytearray(open(f'{out}/gif-p16.gif','rb').read())
g2=bytearray(gf); g2[11]=250; w('gif-bg-outside.gif',bytes(g2))
def lzw_gif(globalpal,localpal,trans=None,sw=W,sh=H,left=0,top=0,iw=10,ih=8,bg=0):
    pal=b''.join(bytes([i*16,255-i*16,(i*40)%256]) for i in range(16))
    b=b'GIF89a'+struct.pack('<HHBBB',sw,sh,(0x80|3) if globalpal else 0,bg,0)+(pal if globalpal else b'')
    if trans is not None: b+=b'!\xf9\x04'+bytes([1,0,0,trans,0])
    b+=b','+struct.pack('<HHHHB',left,top,iw,ih,(0x80|3) if localpal else 0)+(pal[::-1] if localpal else b'')
    codes=[16]; 
    for k in range(iw*ih): codes+= [(k*3)%16,16]
    codes+=[17]; acc=0;n=0;data=bytearray()
    for c in codes:
        acc|=c<<n; n+=5
        while n>=8: data.append(acc&255); acc>>=8; n-=8
    if n: data.append(acc&255)
    b+=bytes([4])
    for k in range(0,len(data),255): b+=bytes([len(data[k:k+255])])+bytes(data[k:k+255])
    return b+b'\0;'
w('gif-small-frame.gif',lzw_gif(1,0,left=3,top=2)); w('gif-small-frame-bg7.gif',lzw_gif(1,0,left=3,top=2,bg=7)); w('gif-small-frame-bg99.gif',lzw_gif(1,0,left=3,top=2,bg=99)); w('gif-local-only.gif',lzw_gif(0,1,left=3,top=2)); w('gif-local-only-bg3.gif',lzw_gif(0,1,left=3,top=2,bg=3)); w('gif-no-palette.gif',lzw_gif(0,0,iw=W,ih=H)); w('gif-small-trans.gif',lzw_gif(1,0,trans=6,left=3,top=2)); w('gif-small-trans-bg5.gif',lzw_gif(1,0,trans=6,left=3,top=2,bg=5)); w('gif-full-trans.gif',lzw_gif(1,0,trans=6,iw=W,ih=H)); w('gif-both.gif',lzw_gif(1,1,iw=W,ih=H)); w('gif-frame-outside.gif',lzw_gif(1,0,left=18,top=12))

lines=[]
pictures=zipfile.ZipFile(os.path.join(here,'pictures.zip'),'w',zipfile.ZIP_DEFLATED)
for f in sorted(os.listdir(out)):
    content=open(f'{out}/{f}','rb').read()
    try:
        im=ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert('RGB')
        lines.append(f'{f},{im.width},{im.height},{im.tobytes().hex()}')
    except Exception as e:
        continue # Pillow does not read it either
    pictures.writestr(zipfile.ZipInfo(f,(2000,1,1,0,0,0)),content,zipfile.ZIP_DEFLATED)
pictures.close()
with zipfile.ZipFile(os.path.join(here,'expected.zip'),'w',zipfile.ZIP_DEFLATED) as z:
    z.writestr(zipfile.ZipInfo('expected.csv',(2000,1,1,0,0,0)),'\n'.join(lines)+'\n',zipfile.ZIP_DEFLATED,9)
