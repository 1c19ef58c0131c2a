package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.files.SoftsignKey;
import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.admin.ReloadReport;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.link.LinkState;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changed files, taken over by a member that serves a validator node meanwhile. */
@Tag("lifecycle")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class NodeReloadTest {
    @TempDir
    private Path directory;

    private TestValidators validators;
    private TestMembers members;
    private Configuration configuration;
    private Path file;

    @BeforeEach
    void startOneMember() throws Exception {
        validators = new TestValidators(directory, 2);
        members = new TestMembers(directory, 1, validators.addresses().subList(0, 1));
        configuration = members.configuration("a");
        file = configuration.file();
        members.start(List.of("a"));
        members.enrol();
        validators.nodes().get(0).restart();
        awaitAdmitted(validators.addresses().get(0));
    }

    @AfterEach
    void stop() throws Exception {
        members.close();
        validators.close();
    }

    @Test
    void sameFilesAreNothingNew() {
        assertThat(reload()).isEqualTo(new ReloadReport(List.of(), List.of()));
    }

    @Test
    void newValidatorNodeGetsALinkAndTheOtherLinkIsLeftAlone() throws Exception {
        long requests = link(0).requests();
        append("[[validator]]\nchain_id = \"test-chain\"\naddr = \""
                + validators.addresses().get(1) + "\"\nsecret_key = \"secrets/kms-identity.key\"\n");
        replace("id = \"test-chain\"", "id = \"test-chain\"\nshared_key = true");
        List<MemberFacts.Link> before = links();

        ReloadReport report = reload();

        assertThat(report.changed())
                .containsExactly("new link test-chain@" + validators.addresses().get(1));
        assertThat(report.needsRestart()).isEmpty();
        assertThat(links()).hasSize(before.size() + 1);
        assertThat(link(0).state()).isEqualTo(LinkState.ADMITTED.word());
        assertThat(link(0).requests()).isGreaterThanOrEqualTo(requests);
        validators.nodes().get(1).restart();
        awaitAdmitted(validators.addresses().get(1));
    }

    @Test
    void validatorNodeThatIsGoneFromTheFileLosesItsLink() throws Exception {
        String text = Files.readString(file);
        int validator = text.indexOf("[[validator]]");
        int next = text.indexOf("\n[", validator + 1);
        Files.writeString(file, text.substring(0, validator) + (next < 0 ? "" : text.substring(next)));

        assertThat(reload().changed())
                .containsExactly(
                        "ended link test-chain@" + validators.addresses().get(0));
        assertThat(links()).isEmpty();
    }

    @Test
    void changedLimitOfALinkIsTakenOverOnANewConnection() throws Exception {
        replace("addr =", "max_height = \"77\"\naddr =");

        assertThat(reload().changed())
                .containsExactly(
                        "changed link test-chain@" + validators.addresses().get(0));
        assertThat(links()).hasSize(1);
    }

    @Test
    void invalidFileChangesNothingAndShowsAllErrorsAtOnce() throws Exception {
        append("[log]\nlevle = \"debug\"\n");
        replace("listen = \"127.0.0.1:0\"", "listen = \"nowhere\"");
        List<MemberFacts.Link> before = links();

        assertThatThrownBy(this::reload)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(codes(refused))
                                .contains(MessageCode.CONFIGURATION_UNKNOWN_KEY, MessageCode.RELOAD_REFUSED)
                                .hasSizeGreaterThanOrEqualTo(3));
        assertThat(links()).hasSameSizeAs(before);
        assertThat(link(0).state()).isEqualTo(LinkState.ADMITTED.word());
    }

    @Test
    void faultsOfKeysAndOfTlsAreToldTogetherAndNothingChanges() throws Exception {
        Path key = configuration.keys().get(0).path();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(configuration.tls().certificate(), "not a certificate");

        assertThatThrownBy(this::reload).isInstanceOfSatisfying(CommandException.class, refused -> {
            assertThat(codes(refused))
                    .containsExactly(MessageCode.KEY_PERMISSIONS, MessageCode.TLS_INVALID, MessageCode.RELOAD_REFUSED);
            assertThat(refused.failures().get(2).detail())
                    .isEqualTo("nothing has changed; the member goes on with what it had");
        });
        assertThat(link(0).state()).isEqualTo(LinkState.ADMITTED.word());
    }

    @Test
    void anotherKeyIsTakenIntoUseWithItsLink() throws Exception {
        Path key = configuration.keys().get(0).path();
        try (SecretSeed other = SecretSeed.random(new SecureRandom())) {
            Files.write(key, SoftsignKey.encode(other));

            assertThat(reload().changed())
                    .contains(
                            "changed link test-chain@" + validators.addresses().get(0), "keys: 1 in all");
            assertThat(status().members().get(0).facts().keys())
                    .extracting(MemberFacts.Key::publicKey)
                    .containsExactly(java.util.HexFormat.of()
                            .formatHex(other.ed25519PublicKey().bytes().toByteArray()));
            assertThat(status().cause()).as("the enrolled key is missing now").contains("enrolled");
        }
    }

    @Test
    void enrolledKeyThatIsBroughtBackIsShownToItsNodeAgain() throws Exception {
        Path key = configuration.keys().get(0).path();
        byte[] right = Files.readAllBytes(key);
        try (SecretSeed other = SecretSeed.random(new SecureRandom())) {
            Files.write(key, SoftsignKey.encode(other));
        }
        reload();
        Awaitility.await().until(() -> link(0).state().equals(LinkState.WAITING_FOR_KEY.word()));

        Files.write(key, right);
        reload();

        Awaitility.await().until(() -> link(0).state().equals(LinkState.ADMITTED.word()));
        assertThat(validators.nodes().get(0).publicKey())
                .isEqualTo(members.key().publicKey());
        assertThat(status().ready()).isTrue();
    }

    @Test
    void listenerTakesNeitherKeysNorLinksFromAFileThatNamesThem() throws Exception {
        SecretFile secrets = new SecretFile(ProcessGroups.ofThisProcess());

        InUse.Loaded loaded = InUse.Loaded.of(configuration, true, secrets);

        assertThat(loaded.keys().ids()).isEmpty();
        assertThat(loaded.plan().settings()).isEmpty();
    }

    @Test
    void auditAndWarmUpNeedARestart() throws Exception {
        append("[audit]\nenabled = false\n");
        replace("[cluster]", "[cluster]\nwarm_up = false");

        assertThat(reload().needsRestart()).containsExactly("RK-1711 [cluster] warm_up", "RK-1711 [audit]");
    }

    @Test
    void whatOnlyAStartReadsIsNamedAndTheRestIsTakenOver() throws Exception {
        append("[log]\nlevel = \"warn\"\nformat = \"json\"\n[admin]\nsocket = \"other.sock\"\n");

        ReloadReport report = reload();

        assertThat(report.changed()).containsExactly("log level warn");
        assertThat(report.needsRestart()).containsExactly("RK-1711 [admin]", "RK-1711 [log] format");
        assertThat(reload().needsRestart()).as("named again").hasSize(2);
    }

    @Test
    void commandAsksOverTheSocket() {
        try (AdminClient client = new AdminClient(configuration.admin().socket())) {
            assertThat(client.post("/v1/reload", Map.of(), ReloadReport.class).changed())
                    .isEmpty();
        }
    }

    private ReloadReport reload() {
        return members.member("a").reload();
    }

    private static List<MessageCode> codes(CommandException refused) {
        return refused.failures().stream().map(Failure::code).toList();
    }

    private ClusterReport status() {
        try (AdminClient client = new AdminClient(configuration.admin().socket())) {
            return client.get("/api/status", ClusterReport.class);
        }
    }

    private List<MemberFacts.Link> links() {
        return status().members().get(0).facts().links();
    }

    private MemberFacts.Link link(int validator) {
        String address = validators.addresses().get(validator);
        return links().stream()
                .filter(link -> link.validator().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private void awaitAdmitted(String address) {
        Awaitility.await()
                .until(() -> links().stream()
                        .anyMatch(link ->
                                link.validator().equals(address) && link.state().equals(LinkState.ADMITTED.word())));
    }

    private void append(String text) throws IOException {
        Files.writeString(file, Files.readString(file) + "\n" + text);
    }

    private void replace(String old, String text) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(old);
        Files.writeString(file, before.replaceFirst(java.util.regex.Pattern.quote(old), text));
    }
}
