package dev.graft.app;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles the Java of the pages. A piece that begins with its imports is a program; any other is a few lines of
/// one, and may use the names that the guide uses throughout.
final class Snippets {
    private static final String PROGRAM = """
            import dev.graft.*;
            import dev.graft.advise.Advice;
            import dev.graft.advise.Advised;
            import dev.graft.advise.Advisor;
            import dev.graft.advise.Contenders;
            import dev.graft.advise.Inspection;
            import dev.graft.advise.Inspector;
            import dev.graft.job.*;
            import dev.graft.method.*;
            import dev.graft.model.*;
            import dev.graft.data.*;
            import dev.graft.data.image.*;
            import dev.graft.data.text.*;
            import dev.graft.metrics.*;
            import dev.graft.nn.Adapters;
            import dev.graft.nn.Lora;
            import dev.graft.nn.Network;
            import dev.graft.task.*;
            import dev.graft.text.*;
            import dev.graft.torch.*;
            import dev.graft.train.*;
            import dev.graft.train.reuse.*;
            import dev.graft.tune.*;
            import dev.graft.weights.*;
            import dev.graft.zoo.*;
            import dev.graft.zoo.encoder.Pooling;
            import org.bytedeco.pytorch.Tensor;
            import org.bytedeco.pytorch.global.torch;

            Splits<ImageSource> data;
            Model<ImageSource> model;
            Network network;
            NetworkOutline outline;
            Plan plan;

            void main() throws Exception {
            %s
            }
            """;

    private Snippets() {}

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        Source(int number, String code) {
            super(URI.create("string:///Piece" + number + ".java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }

    /// What the compiler complains of.
    static List<String> errors(List<String> pieces, Path classes) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK");
        List<String> errors = new ArrayList<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            for (int i = 0; i < pieces.size(); i++) {
                String piece = pieces.get(i);
                Source source = new Source(i + 1, piece.startsWith("import ") ? piece : PROGRAM.formatted(piece));
                DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
                List<String> options =
                        List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
                boolean compiled = compiler.getTask(null, files, found, options, null, List.of(source))
                        .call();
                for (Diagnostic<? extends JavaFileObject> one : found.getDiagnostics()) {
                    if (one.getKind() == Diagnostic.Kind.ERROR) {
                        errors.add("piece %d, line %d: %s"
                                .formatted(i + 1, one.getLineNumber(), one.getMessage(Locale.ROOT)));
                    }
                }
                if (!compiled && errors.isEmpty()) {
                    errors.add("piece " + (i + 1) + ": did not compile");
                }
            }
        }
        return errors;
    }
}
