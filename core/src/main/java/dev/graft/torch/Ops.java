package dev.graft.torch;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.SingletonTypePtr;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/// Any ATen operator by its name, through libtorch's dispatcher: also the ones without a Java binding, such
/// as those that take lists of tensors.
///
/// Arguments are given in the order of the operator's schema (`native_functions.yaml`), all of them: boxed
/// calls know no defaults. What goes in and what comes out belongs to the caller's [Scope].
/// ```java
/// try (Scope scope = Scope.open()) {
///     Ops.call("aten::_foreach_mul_.Scalar", Ops.tensors(List.of(a, b)), Ops.number(0.5)); // halves both
/// }
/// ```
public final class Ops {
    private static final Map<String, OperatorHandle> FOUND = new ConcurrentHashMap<>();

    private Ops() {}

    /// Calls an operator.
    ///
    /// @param operator  the name, with the overload after a dot where it has one: `aten::_foreach_norm.Scalar`
    /// @param arguments every argument of the schema, in order
    /// @return what the operator returns, one value each
    /// @throws TorchException naming the operator, if there is none of that name or it refuses its arguments
    public static IValueVector call(String operator, IValue... arguments) {
        OperatorHandle handle = handle(operator);
        IValueVector stack = new IValueVector(arguments);
        try {
            handle.callBoxed(stack);
        } catch (RuntimeException e) {
            throw TorchException.wrap(operator, e);
        }
        return stack;
    }

    /// Calls an operator that returns one tensor. The tensor belongs to the caller's scope, as any other.
    ///
    /// @throws TorchException as [#call]
    public static Tensor tensorOf(String operator, IValue... arguments) {
        // what a value of the stack gives is a borrowed handle, which dies with the stack
        return new Tensor(call(operator, arguments).get(0).toTensor());
    }

    /// A list of tensors (`Tensor[]`). It holds the tensors, not copies of them.
    public static IValue tensors(Collection<Tensor> tensors) {
        Engine.start();
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        list.reserve(tensors.size());
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor));
        }
        return new IValue(list);
    }

    /// A list of integers (`int[]`).
    public static IValue integers(long... values) {
        Engine.start();
        GenericList list = new GenericList(
                new Type.TypePtr(new SingletonTypePtr(IntType.getIntTypePtr().get())));
        for (long value : values) {
            list.push_back(new IValue(value));
        }
        return new IValue(list);
    }

    /// A list of numbers where the operator's schema has one of optional numbers (`Scalar?[]`).
    ///
    /// @param argument which argument of the operator it is for, from 0
    public static IValue optionalNumbers(String operator, int argument, double... values) {
        Argument declared = handle(operator).schema().arguments().getPointer(argument);
        GenericList list =
                new GenericList(declared.type().get().containedTypes().get(0));
        for (double value : values) {
            list.push_back(new IValue(value));
        }
        return new IValue(list);
    }

    /// A `str`.
    public static IValue text(String value) {
        Engine.start();
        return new IValue(value);
    }

    /// Whether libtorch was built with an operator.
    public static boolean exists(String operator) {
        try {
            handle(operator);
            return true;
        } catch (TorchException e) {
            return false;
        }
    }

    public static IValue tensor(Tensor tensor) {
        return new IValue(tensor);
    }

    /// A `float` or a `Scalar`.
    public static IValue number(double value) {
        Engine.start();
        return new IValue(value);
    }

    /// An `int`.
    public static IValue integer(long value) {
        Engine.start();
        return new IValue(value);
    }

    public static IValue flag(boolean value) {
        Engine.start();
        return new IValue(value);
    }

    /// `None`, for what a schema marks with `?`.
    public static IValue none() {
        Engine.start();
        return new IValue();
    }

    private static OperatorHandle handle(String operator) {
        return FOUND.computeIfAbsent(operator, Ops::find);
    }

    private static OperatorHandle find(String operator) {
        Engine.start();
        int dot = operator.indexOf('.');
        String name = dot < 0 ? operator : operator.substring(0, dot);
        String overload = dot < 0 ? "" : operator.substring(dot + 1);
        try {
            return Scope.keep(Dispatcher.singleton().findSchemaOrThrow(name, overload));
        } catch (RuntimeException e) {
            throw new TorchException(
                    operator + ": libtorch " + Engine.version() + " has no operator of that name and overload", e);
        }
    }
}
