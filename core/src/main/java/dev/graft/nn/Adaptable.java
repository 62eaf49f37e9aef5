package dev.graft.nn;

import dev.graft.torch.Products;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// A linear or convolution layer that an adapter can be laid beside.
final class Adaptable {
    /// What lies beside the layer.
    ///
    /// @param a `[rank, in]`, or `[rank, in, k, k]`
    /// @param b `[out, rank]`, or `[out, rank, 1, 1]`
    record Adapter(Lora lora, ParamStore.Entry a, ParamStore.Entry b) {}

    private final ParamPath path;
    private final ParamStore.Entry weight;
    private final @Nullable Conv2d conv;
    private @Nullable Adapter adapter;

    /// @param conv its shape; null for a linear layer
    Adaptable(ParamPath path, ParamStore.Entry weight, @Nullable Conv2d conv) {
        this.path = path;
        this.weight = weight;
        this.conv = conv;
    }

    /// Its module's name, which is where its weight is: `layer4.0.conv1`.
    String name() {
        return path.toString();
    }

    String stage() {
        return weight.stage();
    }

    ParamStore.Entry weight() {
        return weight;
    }

    boolean isGrouped() {
        return conv != null && conv.groups() > 1;
    }

    @Nullable
    Adapter adapter() {
        return adapter;
    }

    void attach(Lora lora) {
        Tensor w = weight.tensor();
        long out = w.size(0);
        long in = w.size(1);
        int k = conv == null ? 1 : conv.kernel();
        Init init = Init.torchDefault(in * k * k);
        ParamPath a = path.sub("lora_A");
        ParamPath b = path.sub("lora_B");
        if (conv == null) {
            a.param("weight", init, lora.rank(), in);
            b.param("weight", Init.ZEROS, out, lora.rank());
        } else {
            a.param("weight", init, lora.rank(), in, k, k);
            b.param("weight", Init.ZEROS, out, lora.rank(), 1, 1);
        }
        adapter = new Adapter(lora, a.entry("weight"), b.entry("weight"));
    }

    void detach() {
        adapter = null;
    }

    /// What the layer made of x, and what its adapter adds.
    Tensor forward(Tensor x, Tensor made, Pass pass) {
        Adapter beside = adapter;
        if (beside == null) {
            return made;
        }
        Lora lora = beside.lora();
        Tensor input = pass.training() && lora.dropout() > 0 ? torch.dropout(x, lora.dropout(), true) : x;
        TensorOptional none = new TensorOptional();
        Tensor added;
        if (conv == null) {
            Tensor low = Products.linear(input, beside.a().tensor(), none);
            added = Products.linear(low, beside.b().tensor(), none);
        } else {
            long[] one = {1, 1};
            long[] stride = {conv.stride(), conv.stride()};
            long[] padding = {conv.padding(), conv.padding()};
            Tensor kernel = Margin.of(conv, input).before(beside.a().tensor());
            Tensor low = torch.conv2d(input, kernel, none, stride, padding, one, 1);
            added = torch.conv2d(low, beside.b().tensor(), none, one, new long[] {0, 0}, one, 1);
        }
        return made.add(added.mul(new Scalar(lora.scale())));
    }

    /// The weight as it is used: with what an adapter adds to it, if there is one.
    Tensor effective() {
        return adapter == null ? weight.tensor() : merged();
    }

    /// The weight with what the adapter adds to it.
    Tensor merged() {
        Adapter beside = Objects.requireNonNull(adapter);
        Tensor w = weight.tensor();
        Tensor a = beside.a().tensor().flatten(1, -1);
        Tensor b = beside.b().tensor().flatten(1, -1);
        Tensor delta = b.matmul(a).mul(new Scalar(beside.lora().scale()));
        return w.add(delta.view_as(w));
    }
}
