package dev.graft.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test runs where a Python with PyTorch and torchvision is there to compare with (`/usr/bin/python3`, or
/// `GRAFT_PYTHON`); elsewhere it is left out, and the reason says what is missing.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PythonTorch.class)
public @interface NeedsTorch {}
