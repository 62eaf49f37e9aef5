package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Augmentation;
import dev.graft.data.Kind;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.method.Choice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArmTest {
    private static final TrainingRequest PHOTOS = TrainingRequest.images(Path.of("photos"));

    private static Arm arm(String name) {
        return Arm.named(Kind.IMAGE, List.of(name)).getFirst();
    }

    @Test
    void theyRunFromTheCheapestWhateverTheOrderTheyAreNamedIn() {
        assertThat(Arm.named(Kind.IMAGE, List.of("lora", " Features")))
                .extracting(Arm::name)
                .containsExactly("features", "lora");
    }

    @Test
    void aNameThatIsNoneIsSaid() {
        assertThatThrownBy(() -> Arm.named(Kind.TEXT, List.of("features", "gradual")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--arms: expected some of features,last-stage,lora,full,layer-decay,probe-then-fine-tune"
                        + " for texts, found 'gradual'");
    }

    @Test
    void gradualRunsWhereExamplesAreUnlike() {
        assertThat(Arm.usual(Kind.IMAGE, Likeness.UNKNOWN))
                .extracting(Arm::name)
                .doesNotContain("gradual");
        assertThat(arm("gradual").options()).containsExactly("--strategy", "gradual", "--augment", "strong");
    }

    @Test
    void whatWasAskedForStays() {
        TrainingRequest asked = PHOTOS.with(Choice.EPOCHS, 4).with(Choice.AUGMENT, Augmentation.NONE);

        TrainingOptions options = arm("gradual").asked(asked).options();

        assertThat(options.tuning().epochs()).isEqualTo(4);
        assertThat(options.data().augment()).isEqualTo(Augmentation.NONE);
    }

    @Test
    void anArmOfAnotherRateIsNoneWhereTheRateIsGiven() {
        assertThat(arm("discriminative-gentle").isOverruled(PHOTOS)).isFalse();
        assertThat(arm("discriminative-gentle").isOverruled(PHOTOS.with(Choice.LEARNING_RATE, 1e-2)))
                .isTrue();
        assertThat(arm("discriminative-gentle").asked(PHOTOS).options().tuning().learningRate())
                .isEqualTo(3e-4);
    }
}
