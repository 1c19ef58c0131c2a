package io.raftkms.signer.cli;

import io.raftkms.signer.config.ValidatorAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code --listen} says: where a simulated validator node listens. */
public final class ListenAddress {
    private ListenAddress() {}

    /**
     * @param given {@code tcp://HOST:PORT} or {@code unix://PATH}
     * @throws ParameterException if it is neither
     */
    public static SocketAddress parse(String given, Environment environment, CommandSpec command) {
        ValidatorAddress address = ValidatorAddress.parse(given, environment.directory())
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "--listen is tcp://HOST:PORT or unix://PATH, not " + given));
        if (address instanceof ValidatorAddress.Tcp tcp) {
            return new InetSocketAddress(tcp.host(), tcp.port());
        }
        return UnixDomainSocketAddress.of(((ValidatorAddress.Unix) address).path());
    }
}
