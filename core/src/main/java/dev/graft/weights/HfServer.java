package dev.graft.weights;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks HuggingFace's server, or one that answers like it, about the files of a model.
///
/// @param web      how it is asked
/// @param endpoint where it is
/// @param token    whether it gets one
/// @param name     the model
record HfServer(Web web, URI endpoint, boolean token, HfName name) {
    /// The file that every model has, at the revision that was asked for. It says which commit that is.
    ///
    /// @throws WeightsException if there is no such model, or not for everybody
    HfFile config() throws IOException {
        URI address = name.address(endpoint, name.revision(), HfFiles.CONFIG);
        return ask(address, HfFiles.CONFIG, null)
                .orElseThrow(() -> new WeightsException(name + ": no such model at " + endpoint + " (or it has no "
                        + HfFiles.CONFIG + "): check the name; if a folder was meant, there is none of that name"));
    }

    /// A file of the model at a commit, if it has it.
    Optional<HfFile> look(String commit, String file) throws IOException {
        return ask(name.address(endpoint, commit, file), file, commit);
    }

    private Optional<HfFile> ask(URI address, String file, @Nullable String commit) throws IOException {
        return web.persist(address, () -> 0, () -> {
            Facts facts = new Facts();
            HttpResponse<InputStream> answer = web.head(address, (redirect, toAnotherServer) -> {
                facts.take(redirect);
                return toAnotherServer && facts.areEnough(); // the file's store need not be asked
            });
            answer.body().close();
            int status = answer.statusCode();
            if (status == 404 && !facts.error(answer).equals("RevisionNotFound")) {
                return Optional.empty();
            }
            if (status != 200 && !Web.isRedirect(answer)) {
                throw refusal(status, facts.error(answer), address);
            }
            facts.take(answer);
            return Optional.of(file(facts, file, address, commit));
        });
    }

    /// @param expected the commit that was asked for; null for a revision, which may be any
    private HfFile file(Facts facts, String file, URI asked, @Nullable String expected) {
        String commit = facts.commit.isEmpty() && expected != null ? expected : facts.commit;
        if (commit.isEmpty() || facts.name().isEmpty()) {
            throw new WeightsException(asked + ": the answer is not that of a HuggingFace server: it lacks "
                    + (commit.isEmpty() ? "X-Repo-Commit" : "an ETag") + "; check HF_ENDPOINT and the proxy");
        }
        if (!HfCache.isCommit(commit) || expected != null && !expected.equals(commit)) {
            throw new WeightsException(asked + ": expected " + (expected == null ? "a commit" : "commit " + expected)
                    + " in X-Repo-Commit, found '" + Lines.name(commit) + "'; try again, or check HF_ENDPOINT");
        }
        return new HfFile(file, name.address(endpoint, commit, file), commit, facts.name(), facts.bytes);
    }

    private RuntimeException refusal(int status, String error, URI address) throws IOException {
        if (Web.isPassing(status)) {
            throw new IOException("the server answered " + status);
        }
        String page = endpoint + "/" + name.repository();
        return new WeightsException(
                switch (status) {
                    case 401, 403 ->
                        name + ": " + denial(status, error) + "; check the name, ask for access at " + page + ", and "
                                + tokenAdvice() + " (" + endpoint + "/settings/tokens)";
                    case 404 ->
                        name.repository() + ": has no revision '" + name.revision() + "' at " + endpoint
                                + "; see its branches and tags at " + page + "/tree/main";
                    default ->
                        address + ": the server answered " + status + "; set HF_ENDPOINT to a source that has it";
                });
    }

    private String tokenAdvice() {
        return token
                ? "make sure that the token in HF_TOKEN or HuggingFace's token file is yours and may read it"
                : "set HF_TOKEN to a token of yours";
    }

    private String denial(int status, String error) {
        return switch (error) {
            case "GatedRepo" -> "the model is gated: its terms have to be accepted first";
            // said of models that do not exist, too, so as not to tell which do
            case "RepoNotFound" -> "there is no such model at " + endpoint + ", or it is private";
            default ->
                "the model is private or gated, or there is none of that name (the server answered " + status + ")";
        };
    }

    /// What the answers along the way to a file say about it.
    private static final class Facts {
        private String commit = "";
        private String etag = "";
        private String linkedEtag = "";
        private long bytes = -1;

        void take(HttpResponse<?> answer) {
            commit = header(answer, "X-Repo-Commit").orElse(commit);
            linkedEtag = header(answer, "X-Linked-Etag").orElse(linkedEtag);
            etag = header(answer, "ETag").orElse(etag);
            bytes = number(answer, "X-Linked-Size")
                    .or(() -> answer.statusCode() == 200 ? number(answer, "Content-Length") : Optional.empty())
                    .orElse(bytes);
        }

        boolean areEnough() {
            return !commit.isEmpty() && !name().isEmpty();
        }

        String error(HttpResponse<?> answer) {
            return header(answer, "X-Error-Code").orElse("");
        }

        String name() {
            return (linkedEtag.isEmpty() ? etag : linkedEtag)
                    .replaceFirst("^W/", "")
                    .replaceAll("^\"|\"$", "");
        }

        private static Optional<String> header(HttpResponse<?> answer, String name) {
            return answer.headers().firstValue(name).map(String::strip).filter(value -> !value.isEmpty());
        }

        private static Optional<Long> number(HttpResponse<?> answer, String name) {
            return header(answer, name)
                    .filter(value -> value.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        }
    }
}
