package dev.graft.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test runs where the named files or folders below the shared folder are there (`../shared` beside
/// the project, or `GRAFT_SHARED`); elsewhere it is left out, and the reason names what is missing.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedCondition.class)
public @interface NeedsShared {
    String[] value();
}
