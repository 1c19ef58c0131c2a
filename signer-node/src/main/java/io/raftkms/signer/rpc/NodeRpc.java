package io.raftkms.signer.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/**
 * {@code /status} and {@code /commit} of CometBFT's RPC. Calls are bounded in time and size; redirects are not followed.
 * Anything but the expected answer is an {@link IOException}.
 */
public final class NodeRpc {
    /** A commit of ten thousand validators has about three MiB. */
    static final int MAX_ANSWER = 8 * 1024 * 1024;

    private static final Duration CALL = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CALL)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI base;

    /**
     * @param base as {@code http://127.0.0.1:26657}
     * @throws IllegalArgumentException if it is no HTTP address
     */
    public NodeRpc(URI base) {
        boolean known = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!known || base.getHost() == null) {
            throw new IllegalArgumentException("an RPC address is http://HOST:PORT, not " + base);
        }
        this.base = base;
    }

    /**
     * @param network the chain's id
     * @param height of the newest block
     */
    public record Status(String network, long height, boolean catchingUp) {}

    /** What the node knows now. */
    public Status status() throws IOException, InterruptedException {
        return call("/status").status();
    }

    /** Addresses, upper-case hex, of the validators whose precommit for the block or for nil is in a block's commit. */
    public Set<String> signers(long height) throws IOException, InterruptedException {
        return call("/commit?height=" + height).signers(height);
    }

    private NodeAnswer call(String path) throws IOException, InterruptedException {
        String root = base.toString().replaceAll("/+$", "");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(root + path)).timeout(CALL).build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] body;
        try (InputStream in = response.body()) {
            body = in.readNBytes(MAX_ANSWER + 1);
        }
        if (body.length > MAX_ANSWER) {
            throw new IOException(path + " was answered with more than " + MAX_ANSWER + " bytes");
        }
        if (response.statusCode() != OK) {
            throw new IOException(path + " was answered with status " + response.statusCode());
        }
        try {
            return NodeAnswer.parse(body);
        } catch (IOException e) {
            throw new IOException(path + " was answered with status " + OK + ", but " + e.getMessage(), e);
        }
    }
}
