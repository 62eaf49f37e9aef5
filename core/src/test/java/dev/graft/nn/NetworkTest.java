package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.torch.TorchException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private final ParamStore params = new ParamStore(Device.CPU);
    private final List<String> passes = new ArrayList<>();

    @AfterEach
    void close() {
        params.close();
    }

    @Test
    void forwardIsTheFoldOfItsStagesInEvaluationModeWithoutGradients() {
        Network network = new Network("steps", params, List.of(adds("a", 1), doubles("b"), adds("c", 3)));
        try (Scope scope = Scope.open()) {
            Tensor x = Tensors.of(new float[] {1, 2}, 2).requires_grad_(true);
            Tensor y = network.forward(x);
            assertThat(Tensors.floats(y)).containsExactly(7, 9);
            assertThat(y.requires_grad()).isFalse();
            assertThat(passes).containsExactly("a evaluates", "b evaluates", "c evaluates");
        }
    }

    @Test
    void aSliceRunsByItselfAndTwoSlicesMakeTheWhole() {
        Network network = new Network("steps", params, List.of(adds("a", 1), doubles("b"), adds("c", 3)));
        try (Scope scope = Scope.open()) {
            Tensor x = Tensors.of(new float[] {1}, 1);
            Tensor half = network.run(0, 2, x, List.of(), stage -> false);
            assertThat(Tensors.floats(half)).containsExactly(4);
            assertThat(Tensors.floats(network.run(2, 3, half, List.of(), stage -> false)))
                    .containsExactly(Tensors.floats(network.forward(x)));
            assertThat(Tensors.floats(network.run(1, 1, x, List.of(), stage -> false)))
                    .containsExactly(1);
        }
    }

    @Test
    void onlyTheStagesThatTrainAreToldSo() {
        Network network = new Network("steps", params, List.of(adds("a", 1), adds("b", 1)));
        try (Scope scope = Scope.open()) {
            network.run(
                    0,
                    2,
                    Tensors.of(new float[] {1}, 1),
                    List.of(),
                    stage -> stage.name().equals("b"));
        }
        assertThat(passes).containsExactly("a evaluates", "b trains");
    }

    @Test
    void everyStageSeesTheExtras() {
        Network network = new Network("masked", params, List.of(masks("mask"), masks("again")));
        try (Scope scope = Scope.open()) {
            Tensor y = network.run(
                    0, 2, Tensors.of(new float[] {1, 1}, 2), List.of(Tensors.of(new float[] {0, 3}, 2)), stage -> true);
            assertThat(Tensors.floats(y)).containsExactly(0, 9);
        }
    }

    @Test
    void gradientsReachParametersThroughARun() {
        Tensor weight = params.stage("fc").sub("fc").param("weight", Init.ONES, 2);
        params.initialize(0);
        weight.requires_grad_(true);
        Network network = new Network("probe", params, List.of(new Stage("fc", (x, pass) -> x.mul(weight))));
        try (Scope scope = Scope.open()) {
            network.run(0, 1, Tensors.of(new float[] {3, 4}, 2), List.of(), stage -> true)
                    .sum()
                    .backward();
            assertThat(Tensors.floats(weight.grad())).containsExactly(3, 4);
        }
    }

    @Test
    void stagesWithParametersAreNamedStemFirst() {
        params.stage("fc").param("fc.weight", Init.ZEROS, 1);
        params.stage("stem").param("conv1.weight", Init.ZEROS, 1);
        params.stage("pool").buffer("count", Init.ZEROS, 1);
        Network network = new Network("n", params, List.of(adds("stem", 0), adds("pool", 0), adds("fc", 0)));
        assertThat(network.trainableStages()).containsExactly("stem", "fc");
        assertThat(network.head().name()).isEqualTo("fc");
    }

    @Test
    void aNetworkThatDoesNotAddUpIsRefused() {
        assertThatThrownBy(() -> new Network("n", params, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n: a network needs at least one stage");
        assertThatThrownBy(() -> new Network("n", params, List.of(adds("a", 1), adds("a", 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n: two stages are named a");
        params.stage("head").param("fc.weight", Init.ZEROS, 1);
        assertThatThrownBy(() -> new Network("n", params, List.of(adds("a", 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n: fc.weight belongs to stage head, which does not exist");
    }

    @Test
    void aStageThatFailsIsNamedWithWhatItWasGiven() {
        Stage fc = new Stage("fc", (x, pass) -> torch.mm(x, x));
        Network network = new Network("n", params, List.of(adds("stem", 1), fc));
        try (Scope scope = Scope.open()) {
            Tensor x = Tensors.of(new float[6], 2, 3);
            assertThatThrownBy(() -> network.forward(x))
                    .isInstanceOf(TorchException.class)
                    .hasMessage(
                            "stage fc given float32 [2, 3]: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)");
        }
    }

    @Test
    void layersChain() {
        Layer twiceThenOne = ((Layer) (x, pass) -> x.mul(new Scalar(2f))).then((x, pass) -> x.add(new Scalar(1f)));
        try (Scope scope = Scope.open()) {
            Tensor x = Tensors.of(new float[] {5}, 1);
            assertThat(Tensors.floats(twiceThenOne.forward(x, Pass.EVALUATION))).containsExactly(11);
        }
    }

    private Stage adds(String name, float what) {
        return new Stage(name, (x, pass) -> {
            passes.add(name + (pass.training() ? " trains" : " evaluates"));
            return x.add(new Scalar(what));
        });
    }

    private Stage doubles(String name) {
        return new Stage(name, (x, pass) -> {
            passes.add(name + (pass.training() ? " trains" : " evaluates"));
            return x.mul(new Scalar(2f));
        });
    }

    private static Stage masks(String name) {
        return new Stage(name, (x, pass) -> x.mul(pass.extras().getFirst()));
    }
}
