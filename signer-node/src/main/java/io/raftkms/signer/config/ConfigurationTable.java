package io.raftkms.signer.config;

import io.raftkms.signer.config.SoftsignTable.SoftsignKey;
import java.util.List;
import java.util.Optional;

/** The file as a whole. */
final class ConfigurationTable {
    static final Key<ClusterSettings> CLUSTER = Key.unset(
            "cluster", Values.table(ClusterTable.TABLE, ClusterTable::read), "a cluster of one", "The cluster.");
    static final Key<TlsSettings> TLS =
            Key.unset("tls", Values.table(TlsTable.TABLE, TlsTable::read), "files in `tls/`", "TLS between members.");
    static final Key<HttpSettings> HTTP =
            Key.unset("http", Values.table(HttpTable.TABLE, HttpTable::read), "loopback", "The read side over HTTP.");
    static final Key<AdminSettings> ADMIN = Key.unset(
            "admin", Values.table(AdminTable.TABLE, AdminTable::read), "in `data/`", "The unix socket of commands.");
    static final Key<LogSettings> LOG =
            Key.unset("log", Values.table(LogTable.TABLE, LogTable::read), "text, `info`", "Log lines.");
    static final Key<DiskSettings> DISK = Key.unset(
            "disk", Values.table(DiskTable.TABLE, DiskTable::read), "1 GiB, 128 MiB", "When little space is left.");
    static final Key<List<Entry<ChainSettings>>> CHAIN =
            Key.unset("chain", Values.tables(ChainTable.TABLE, ChainTable::read), "none", "Chains.");
    static final Key<List<Entry<ValidatorSettings>>> VALIDATOR = Key.unset(
            "validator", Values.tables(ValidatorTable.TABLE, ValidatorTable::read), "none", "Validator nodes.");
    static final Key<List<Entry<SoftsignKey>>> PROVIDERS =
            Key.unset("providers", Values.table(ProvidersTable.TABLE, ProvidersTable::read), "none", "Consensus keys.");

    static final Table TABLE =
            new Table("the file", "", List.of(CLUSTER, TLS, HTTP, ADMIN, LOG, DISK, CHAIN, VALIDATOR, PROVIDERS));

    private ConfigurationTable() {}

    static Optional<Configuration> read(Section section) {
        Reading reading = section.reading();
        Optional<ClusterSettings> cluster = section.read(CLUSTER);
        TlsSettings tls = section.read(TLS).orElseGet(() -> TlsSettings.byDefault(reading.home()));
        HttpSettings http = section.read(HTTP).orElse(HttpSettings.DEFAULT);
        Optional<AdminSettings> admin = section.has(ADMIN) ? section.read(ADMIN) : AdminTable.byDefault(reading);
        LogSettings log = section.read(LOG).orElse(LogSettings.DEFAULT);
        DiskSettings disk = section.read(DISK).orElse(DiskSettings.DEFAULT);
        Reading.Part<List<Entry<ChainSettings>>> chains =
                reading.part(() -> section.read(CHAIN).orElse(List.of()));
        List<Entry<ValidatorSettings>> validators = section.read(VALIDATOR).orElse(List.of());
        Reading.Part<List<Entry<SoftsignSettings>>> keys = reading.part(() -> keys(section));
        new Consistency(chains, validators, keys).check();
        return section.ifSound(() -> new Configuration(
                reading.file(),
                cluster,
                tls,
                http,
                admin.orElseThrow(),
                log,
                disk,
                values(chains.value()),
                values(validators),
                values(keys.value())));
    }

    private static List<Entry<SoftsignSettings>> keys(Section section) {
        List<Entry<SoftsignKey>> all = section.read(PROVIDERS).orElse(List.of());
        return all.stream()
                .filter(entry -> entry.value().consensus())
                .map(entry -> new Entry<>(entry.section(), entry.value().settings()))
                .toList();
    }

    private static <T> List<T> values(List<Entry<T>> entries) {
        return entries.stream().map(Entry::value).toList();
    }
}
