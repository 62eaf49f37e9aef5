package dev.graft.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Leaves a test out where its files are missing, or, with `GRAFT_REQUIRE_SHARED=1` as in CI, fails it:
/// a folder that moved must not pass for a green build.
final class SharedCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), NeedsShared.class)
                .map(needs ->
                        evaluate(Shared.path(""), "1".equals(System.getenv("GRAFT_REQUIRE_SHARED")), needs.value()))
                .orElse(ConditionEvaluationResult.enabled("needs nothing shared"));
    }

    static ConditionEvaluationResult evaluate(Path shared, boolean required, String... needs) {
        for (String need : needs) {
            Path path = shared.resolve(need);
            if (!Files.exists(path)) {
                if (required) {
                    throw new IllegalStateException("GRAFT_REQUIRE_SHARED is set and " + path + " is missing");
                }
                return ConditionEvaluationResult.disabled("missing: " + path);
            }
        }
        return ConditionEvaluationResult.enabled("all there");
    }
}
