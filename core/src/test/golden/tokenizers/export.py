"""What transformers' BertTokenizer and RobertaTokenizer make of small vocabularies: numbers, types and words of tokens.

transformers 5.18.0, tokenizers 0.23.2. Everything compares exactly. Left out are pairs of texts that are both longer
than max_length, the first more so: of an odd number of places tokenizers 0.23 gives the second text one more, 0.21 and
0.22 the first. `words` counts in each text from 0, None is -1.
Run: python3 export.py > values.json
"""
import json
import os
import tempfile
from tokenizers.pre_tokenizers import ByteLevel
from transformers import BertTokenizer, RobertaTokenizer

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
TEXTS = [
    ["좋은 영화였다"],
    ["정말 좋은 영화!!!", "다시 보고싶다..."],
    [""],
    ["", "영화"],
    ["Hello WORLD, héllo Ünïcode"],
    ["hello\u00a0world\tnew\nline\u200bzero\ufeffwidth\u0000null\ufffd"],
    ["漢字と カナ 中文字", "日本語"],
    ["a[MASK]b [SEP] [UNK] <mask> x<mask>"],
    ["ΟΔΟΣ İstanbul Straße ﬁn"],
    ["emoji 😀👍🏽 and 🇰🇷"],
    ["x" * 100 + " " + "x" * 101],
    ["영화 " * 30, "hello " * 5],
    ["hello", "영화 " * 30],
    ["영화 " * 20, "hello " * 20],
    ["don't  stop--believing   "],
    ["한국어 <new> token[NEW]here [new]"],
]
LENGTHS = [512, 16, 9, 5]


def word_pieces(words):
    letters = sorted({c for w in words for c in w})
    return SPECIAL + letters + ["##" + c for c in letters if c.isalnum()] + [w for w in words if len(w) > 1]


CASED = word_pieces(["좋은", "영화", "##였다", "Hello", "world", "##llo", "정말", "다시", "보고", "##싶다", "!", ".", ",", "'",
                     "-", "[", "]", "<", ">", "漢", "字", "中文", "stop", "😀", "Σ", "ß", "ü", "é", "token", "한국어", "x"])
UNCASED = word_pieces(["hello", "world", "unicode", "##llo", "οδοσ", "istanbul", "strasse", "straße", "fin", "\u110c\u1169",
                       "\u11ab", "\u110b\u1167\u11bc", "!", ".", ",", "'", "-", "[", "]", "漢", "字", "stop", "é", "ü", "new",
                       "token", "x"])
RENAMED = ["<pad>", "<unk>", "<s>", "</s>", "<mask>"] + CASED[5:]


def byte_level():
    letters = sorted(ByteLevel.alphabet())
    merges, pieces = [], []
    for word in ["hello", "Ġhello", "Ġworld", "Ġ".join(["", "the"]), "ìĺģ", "íĻĶ", "ìĺģíĻĶ", "Ġìĺģ", "--", "ing"]:
        left = word[0]
        for c in word[1:]:
            if (left, c) not in merges:
                merges.append((left, c))
            left += c
            if left not in pieces:
                pieces.append(left)
    tokens = ["<s>", "<pad>", "</s>", "<unk>"] + letters + pieces + ["<mask>"]
    return {
        "vocab.json": json.dumps({t: i for i, t in enumerate(tokens)}, ensure_ascii=False),
        "merges.txt": "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges),
    }


def lines(tokens):
    return "".join(t + "\n" for t in tokens)


def config(**settings):
    return json.dumps(settings, ensure_ascii=False)


def added(content, special):
    return {"content": content, "lstrip": False, "rstrip": False, "single_word": False, "normalized": not special,
            "special": special}


# as in the files of roberta-base
MASK = {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "rstrip": False, "single_word": False,
        "normalized": False, "special": True}
FOLDERS = {
    "cased": (BertTokenizer, {"vocab.txt": lines(CASED), "tokenizer_config.json": config(do_lower_case=False)}),
    "uncased": (BertTokenizer, {"vocab.txt": lines(UNCASED), "tokenizer_config.json": config(do_lower_case=True)}),
    "accents": (BertTokenizer, {"vocab.txt": lines(UNCASED),
                                "tokenizer_config.json": config(do_lower_case=True, strip_accents=False)}),
    "no-accents": (BertTokenizer, {"vocab.txt": lines(CASED),
                                   "tokenizer_config.json": config(do_lower_case=False, strip_accents=True)}),
    "chinese-together": (BertTokenizer, {"vocab.txt": lines(CASED), "tokenizer_config.json": config(
        do_lower_case=False, tokenize_chinese_chars=False)}),
    "renamed": (BertTokenizer, {"vocab.txt": lines(RENAMED), "tokenizer_config.json": config(
        do_lower_case=False, cls_token="<s>", sep_token="</s>", unk_token="<unk>", pad_token="<pad>",
        mask_token="<mask>")}),
    "added": (BertTokenizer, {"vocab.txt": lines(CASED), "tokenizer_config.json": config(
        do_lower_case=False, added_tokens_decoder={str(len(CASED)): added("<new>", False),
                                                   str(len(CASED) + 1): added("[NEW]", True)})}),
    "byte-level": (RobertaTokenizer, byte_level() | {"tokenizer_config.json": config(mask_token=MASK)}),
    "byte-level-prefix": (RobertaTokenizer, byte_level() | {
        "tokenizer_config.json": config(mask_token=MASK, add_prefix_space=True)}),
}



def depends_on_version(tokenizer, texts, length):
    lengths = [len(tokenizer(text, add_special_tokens=False)["input_ids"]) for text in texts]
    return len(lengths) == 2 and lengths[0] > lengths[1] >= length


cases = []
for name, (kind, files) in FOLDERS.items():
    with tempfile.TemporaryDirectory() as folder:
        for file, content in files.items():
            with open(os.path.join(folder, file), "w", encoding="utf-8", newline="") as out:
                out.write(content)
        tokenizer = kind.from_pretrained(folder)
    encodings = []
    for texts in TEXTS:
        for length in LENGTHS:
            if depends_on_version(tokenizer, texts, length):
                continue
            found = tokenizer(*texts, truncation="longest_first", max_length=length, return_token_type_ids=True)
            encodings.append({"texts": texts, "max_length": length, "ids": found["input_ids"],
                              "types": found["token_type_ids"],
                              "words": [-1 if w is None else w for w in found.word_ids()]})
    cases.append({"name": name, "files": files, "size": len(tokenizer), "encodings": encodings,
                  "special": {k: tokenizer.convert_tokens_to_ids(getattr(tokenizer, k + "_token"))
                              for k in ("pad", "unk", "cls", "sep", "mask")}})
print(json.dumps({"cases": cases}, ensure_ascii=False))
