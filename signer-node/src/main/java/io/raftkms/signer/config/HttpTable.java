package io.raftkms.signer.config;

import java.util.List;
import java.util.Optional;

/** {@code [http]}: the read side. */
final class HttpTable {
    static final SocketAddressText DEFAULT_LISTEN = new SocketAddressText("127.0.0.1", 26680);

    static final Key<SocketAddressText> LISTEN = Key.optional(
            "listen",
            Values.text(300)
                    .then(
                            "`host:port`; port 0 takes any free one",
                            HttpTable::address,
                            address -> Values.quoted(address.toString())),
            DEFAULT_LISTEN,
            "Address of `/healthz`, `/readyz`, `/metrics` and `/api/status`. It needs no login and changes"
                    + " nothing; keep it on loopback or behind a firewall.");

    static final Table TABLE =
            new Table("[http]", "The read side: health, metrics, status, over HTTP.", List.of(LISTEN));

    private HttpTable() {}

    static Optional<HttpSettings> read(Section section) {
        Optional<SocketAddressText> listen = section.read(LISTEN);
        listen.filter(address -> !address.loopback())
                .ifPresent(address -> section.reading()
                        .notice(
                                section.spot(LISTEN),
                                "[http] listens on " + address
                                        + ": whoever reaches it can read status and metrics; let a firewall decide who"
                                        + " does"));
        return section.ifSound(() -> new HttpSettings(listen.orElseThrow()));
    }

    private static Optional<SocketAddressText> address(String text, Place place) {
        Optional<SocketAddressText> address = SocketAddressText.parse(text);
        if (address.isEmpty()) {
            place.problem(
                    ConfigurationFault.BAD_VALUE,
                    Values.quoted(text) + " is not host:port, as in \"" + DEFAULT_LISTEN + "\"");
        }
        return address;
    }
}
