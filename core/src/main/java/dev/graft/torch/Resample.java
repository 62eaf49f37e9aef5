package dev.graft.torch;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.SingletonTypePtr;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Antialiased resizing of 8-bit images by `aten::_upsample_bilinear2d_aa` and `aten::_upsample_bicubic2d_aa`, which
/// have no Java binding of their own. On bytes in channels-last order they run on the calling thread alone and start no
/// OpenMP pool, so that many loader threads may call them side by side.
public final class Resample {
    private Resample() {}

    /// Bilinear with antialiasing, within 1/255 of Pillow's `BILINEAR`.
    ///
    /// @param pixels `[height, width, channels]`, row-major, 8-bit
    /// @return `[newHeight, newWidth, channels]`
    public static byte[] bilinear(byte[] pixels, int height, int width, int channels, int newHeight, int newWidth) {
        Engine.start();
        return resize(Operator.BILINEAR, pixels, height, width, channels, newHeight, newWidth);
    }

    /// Bicubic (a = -0.5) with antialiasing, within 1/255 of Pillow's `BICUBIC`.
    ///
    /// @param pixels `[height, width, channels]`, row-major, 8-bit
    /// @return `[newHeight, newWidth, channels]`
    public static byte[] bicubic(byte[] pixels, int height, int width, int channels, int newHeight, int newWidth) {
        Engine.start();
        return resize(Operator.BICUBIC, pixels, height, width, channels, newHeight, newWidth);
    }

    private static byte[] resize(
            Operator operator, byte[] pixels, int height, int width, int channels, int newHeight, int newWidth) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor image = Tensors.ofBytes(pixels, ScalarType.Byte, 1, height, width, channels);
            Tensor resized = call(operator, image.permute(0, 3, 1, 2), newHeight, newWidth);
            Tensor rows = resized.permute(0, 2, 3, 1).contiguous();
            byte[] result = new byte[newHeight * newWidth * channels];
            new BytePointer(rows.data_ptr()).get(result, 0, result.length);
            return result;
        } catch (RuntimeException e) {
            throw TorchException.wrap("resize to " + newWidth + "x" + newHeight, e);
        }
    }

    private static Tensor call(Operator operator, Tensor image, long newHeight, long newWidth) {
        IValueVector stack = new IValueVector();
        stack.push_back(new IValue(image));
        stack.push_back(size(newHeight, newWidth));
        stack.push_back(new IValue(false)); // align_corners
        stack.push_back(new IValue()); // scale_factors: none, the size says it
        operator.handle.callBoxed(stack);
        return stack.get(0).toTensor();
    }

    private static IValue size(long newHeight, long newWidth) {
        GenericList list = new GenericList(
                new Type.TypePtr(new SingletonTypePtr(IntType.getIntTypePtr().get())));
        list.push_back(new IValue(newHeight));
        list.push_back(new IValue(newWidth));
        return new IValue(list);
    }

    /// Made when it is first asked for, which is after the engine started.
    private enum Operator {
        BILINEAR("aten::_upsample_bilinear2d_aa"),
        BICUBIC("aten::_upsample_bicubic2d_aa");

        private final OperatorHandle handle;

        Operator(String name) {
            handle = Scope.keep(Dispatcher.singleton().findSchemaOrThrow(name, "vec"));
        }
    }
}
