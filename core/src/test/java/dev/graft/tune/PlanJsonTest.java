package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanJsonTest {
    private static final String WRITTEN = """
            {"name":"full","epochs":10,\
            "phases":[{"from_epoch":0,"groups":[\
            {"name":"backbone","selectors":["stem","layer1","layer2"],"learning_rate":1.0E-4,"weight_decay":0.01,"decays_vectors":true},\
            {"name":"head","selectors":["fc"],"learning_rate":0.001,"weight_decay":0.01,"decays_vectors":true}],"patience":0,"schedule":null,"resets_optimizer":false}],\
            "optimizer":{"type":"adamw","beta1":0.9,"beta2":0.999,"eps":1.0E-8},\
            "schedule":{"type":"warm-up","length":30,"from":0.0,\
            "then":{"type":"linear","start_factor":1.0,"end_factor":0.0,"length":"100%"}},\
            "interval":"step","train_bn":false}""";

    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Schedule> schedules() {
        return ScheduleTest.kinds();
    }

    static Stream<OptimizerSettings> optimizers() {
        return OptimizerTest.kinds();
    }

    @Test
    void aPlanIsWrittenByTheNamesOfItsFields() {
        assertThat(PlanJson.write(plan())).isEqualTo(WRITTEN);
        assertThat(PlanJson.read(WRITTEN)).isEqualTo(plan());
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void everyScheduleComesBackTheSame(Schedule schedule) {
        Plan plan = plan().withSchedule(schedule, Interval.EPOCH);
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void everyOptimizerComesBackTheSame(OptimizerSettings optimizer) {
        Plan plan = plan().withOptimizer(optimizer);
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void severalPhasesComeBackTheSame() {
        Group head = new Group("head", List.of("fc", "!*.bias"), 1e-3, 0);
        Plan plan = plan().withPhases(List.of(
                new Phase(0, List.of(head)), new Phase(3, plan().at(0).groups())));
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"epochs\":10 | \"epochs\":10,\"epoch\":3 | plan.epoch: no such field; there are",
                "\"selectors\":[\"fc\"] | \"selector\":[\"fc\"] | plan.phases[0].groups[1].selectors: missing; it is required",
                "\"eps\":1.0E-8 | \"eps\":1.0E-8,\"amsgrad\":true | plan.optimizer.amsgrad: no such field; there are",
                "\"length\":30, | `` | plan.schedule.length: ",
                "\"length\":30 | \"length\":\"a bit\" | plan.schedule.length: span: expected a number of ticks or a share",
                "\"type\":\"adamw\" | \"type\":\"adamx\" | plan.optimizer: ",
                "\"learning_rate\":0.001 | \"learning_rate\":-1 | plan.phases[0].groups[1]: group head: learning rate: expected",
                "\"epochs\":10 | \"epochs\":\"ten\" | plan.epochs: ",
                "\"epochs\":10 | \"epochs\":1.5 | plan.epochs: expected a whole number, found 1.5",
                "\"interval\":\"step\" | \"interval\":\"batch\" | plan.interval: ",
                "\"from_epoch\":0 | \"from_epoch\":2 | plan: expected a first phase from epoch 0",
            })
    void whatIsWrongIsNamedInOneLine(String right, String wrong, String message) {
        assertThat(WRITTEN).contains(right);
        JsonNode json = JSON.readTree(WRITTEN.replace(right, wrong));
        assertThatThrownBy(() -> PlanJson.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .message()
                .doesNotContain("\n");
    }

    private static Plan plan() {
        return Plans.full(PlanTest.NETWORK, 10, Plan.Rates.DEFAULT)
                .withSchedule(Schedule.warmupLinear(Span.ticks(30)), Interval.STEP);
    }
}
