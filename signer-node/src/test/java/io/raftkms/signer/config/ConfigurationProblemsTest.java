package io.raftkms.signer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of mistake, one at a time, in a file that is right otherwise. */
class ConfigurationProblemsTest {
    private static final Path FILE = Path.of("/home/kms/raftkms.toml");

    private static final String CHAIN = "[[chain]]\nid = \"c-1\"\n";
    private static final String KEY = "[[providers.softsign]]\nchain_ids = [\"c-1\"]\npath = \"k\"\n";
    private static final String VALIDATOR = "[[validator]]\nchain_id = \"c-1\"\naddr = \"tcp://h:1\"\n";
    private static final String CLUSTER = "[cluster]\nid = \"x\"\nself = \"a\"\n";

    private static String member(String name, int number, String rest) {
        return "[[cluster.member]]\nname = \"" + name + "\"\nnonce = \"000000000000000" + number
                + "\"\nhost = \"10.0.0." + number + "\"\n" + rest;
    }

    static Stream<Arguments> mistakes() {
        String deep = "/x".repeat(60) + "/s";
        return Stream.of(
                mistake("no TOML", "[[chain]]\nid = \n", "2:6", ConfigurationFault.SYNTAX, "expected"),
                mistake(
                        "unknown table",
                        "[[chian]]\nid = \"c\"\n",
                        "1:1",
                        ConfigurationFault.UNKNOWN_KEY,
                        "mean \"chain\"?"),
                mistake(
                        "unknown key",
                        CHAIN + "keyformat = 1\n",
                        "3:1",
                        ConfigurationFault.UNKNOWN_KEY,
                        "mean \"key_format\"?"),
                mistake("stray key", "foo = 1\n", "1:1", ConfigurationFault.UNKNOWN_KEY, "known are cluster"),
                mistake(
                        "dashes",
                        "[http]\nListen = \"127.0.0.1:1\"\n",
                        "2:1",
                        ConfigurationFault.UNKNOWN_KEY,
                        "\"listen\"?"),
                mistake("missing key", "[[chain]]\n", "1:1", ConfigurationFault.MISSING_KEY, "lacks id"),
                mistake("one bracket", "[chain]\nid = \"c-1\"\n", "1:1", ConfigurationFault.WRONG_TYPE, "[[chain]]"),
                mistake("number for text", "[[chain]]\nid = 7\n", "2:1", ConfigurationFault.WRONG_TYPE, "is a number"),
                mistake(
                        "text for boolean",
                        CHAIN + "shared_key = \"yes\"\n",
                        "3:1",
                        ConfigurationFault.WRONG_TYPE,
                        "true or false"),
                mistake("chain id", "[[chain]]\nid = \"c 1\"\n", "2:1", ConfigurationFault.BAD_VALUE, "1-50"),
                mistake("chain twice", CHAIN + CHAIN, "4:1", ConfigurationFault.CONFLICT, "already at 2:1"),
                mistake("enum", "[log]\nlevel = \"inf\"\n", "2:1", ConfigurationFault.BAD_VALUE, "mean \"info\"?"),
                mistake("listen", "[http]\nlisten = \"26680\"\n", "2:1", ConfigurationFault.BAD_VALUE, "host:port"),
                mistake(
                        "listen port",
                        "[http]\nlisten = \"h:70000\"\n",
                        "2:1",
                        ConfigurationFault.BAD_VALUE,
                        "host:port"),
                mistake(
                        "key format",
                        CHAIN + "key_format = { type = \"bech23\" }\n",
                        "3:16",
                        ConfigurationFault.BAD_VALUE,
                        "\"bech32\"?"),
                mistake(
                        "prefixes",
                        CHAIN + "key_format = { type = \"bech32\", account_key_prefix = \"a\" }\n",
                        "3:1",
                        ConfigurationFault.MISSING_KEY,
                        "consensus_key_prefix"),
                mistake(
                        "state hook",
                        CHAIN + "state_hook = { cmd = [\"x\"], fail_closed = true }\n",
                        "3:1",
                        ConfigurationFault.STATE_HOOK,
                        "not supported"),
                mistake(
                        "yubihsm",
                        "[[providers.yubihsm]]\nadapter = { type = \"usb\" }\n",
                        "1:1",
                        ConfigurationFault.UNSUPPORTED_PROVIDER,
                        "yubihsm"),
                mistake(
                        "ledgertm",
                        "[[providers.ledgertm]]\nchain_ids = []\n",
                        "1:1",
                        ConfigurationFault.UNSUPPORTED_PROVIDER,
                        "ledgertm"),
                mistake(
                        "fortanixdsm",
                        "[[providers.fortanixdsm]]\napi_key = \"s\"\n",
                        "1:1",
                        ConfigurationFault.UNSUPPORTED_PROVIDER,
                        "fortanixdsm"),
                mistake(
                        "address",
                        CHAIN + KEY + "[[validator]]\nchain_id = \"c-1\"\naddr = \"http://h:1\"\n",
                        "8:1",
                        ConfigurationFault.BAD_VALUE,
                        "tcp://[id@]host:port"),
                mistake(
                        "quoted height",
                        CHAIN + KEY + VALIDATOR + "max_height = 5\n",
                        "9:1",
                        ConfigurationFault.WRONG_TYPE,
                        "max_height = \"5\""),
                mistake(
                        "height",
                        CHAIN + KEY + VALIDATOR + "max_height = \"5k\"\n",
                        "9:1",
                        ConfigurationFault.BAD_VALUE,
                        "whole number"),
                mistake(
                        "height bound",
                        CHAIN + KEY + VALIDATOR + "max_height = \"9999999999999999999\"\n",
                        "9:1",
                        ConfigurationFault.OUT_OF_RANGE,
                        "9223372036854775807"),
                mistake(
                        "unused but wrong",
                        CHAIN + KEY + VALIDATOR + "timeout = 70000\n",
                        "9:1",
                        ConfigurationFault.OUT_OF_RANGE,
                        "0 to 65535"),
                mistake(
                        "unknown chain",
                        CHAIN + KEY + "[[validator]]\nchain_id = \"c-2\"\naddr = \"h:1\"\n",
                        "7:1",
                        ConfigurationFault.UNKNOWN_CHAIN,
                        "mean \"c-1\"?"),
                mistake("no key", CHAIN + VALIDATOR, "4:1", ConfigurationFault.NO_KEY, "chain_ids"),
                mistake(
                        "two keys",
                        CHAIN + KEY + KEY.replace("\"k\"", "\"l\"") + VALIDATOR,
                        "9:1",
                        ConfigurationFault.AMBIGUOUS_KEY,
                        "/home/kms/k, /home/kms/l"),
                mistake(
                        "wrong key",
                        CHAIN + KEY + VALIDATOR + "key = \"l\"\n",
                        "9:1",
                        ConfigurationFault.NO_KEY,
                        "/home/kms/l is not"),
                mistake(
                        "not shared",
                        CHAIN + KEY + VALIDATOR + VALIDATOR.replace("h:1", "h:2"),
                        "10:1",
                        ConfigurationFault.KEY_NOT_SHARED,
                        "shared_key = true"),
                mistake(
                        "validator twice",
                        CHAIN + "shared_key = true\n" + KEY + VALIDATOR + VALIDATOR,
                        "12:1",
                        ConfigurationFault.CONFLICT,
                        "already at 9:1"),
                mistake(
                        "admin socket",
                        "[admin]\nsocket = \"" + deep + "\"\n",
                        "2:1",
                        ConfigurationFault.SOCKET_PATH,
                        "/run/raftkms/admin.sock"),
                mistake(
                        "validator socket",
                        CHAIN + KEY + VALIDATOR.replace("tcp://h:1", "unix://" + deep),
                        "8:1",
                        ConfigurationFault.SOCKET_PATH,
                        "bytes"),
                mistake(
                        "own name",
                        CLUSTER.replace("\"a\"", "\"node-x\"") + member("node-a", 1, ""),
                        "3:1",
                        ConfigurationFault.UNKNOWN_MEMBER,
                        "mean \"node-a\"?"),
                mistake(
                        "even",
                        CLUSTER + member("a", 1, "") + member("b", 2, ""),
                        "4:1",
                        ConfigurationFault.EVEN_CLUSTER,
                        "allow_even = true"),
                mistake("no members", CLUSTER, "1:1", ConfigurationFault.MISSING_KEY, "lacks member"),
                mistake(
                        "port",
                        CLUSTER + member("a", 1, "raft_port = 0\n"),
                        "8:1",
                        ConfigurationFault.OUT_OF_RANGE,
                        "1 to 65535"),
                mistake(
                        "port clash",
                        CLUSTER + member("a", 1, "peer_port = 26670\n"),
                        "8:1",
                        ConfigurationFault.CONFLICT,
                        "10.0.0.1:26670"),
                mistake(
                        "nonce",
                        CLUSTER + member("a", 1, "").replace("000000000000000", "x"),
                        "6:1",
                        ConfigurationFault.BAD_VALUE,
                        "16 lower-case hex"),
                mistake(
                        "profile",
                        CLUSTER + "profile = \"wan\"\n" + member("a", 1, ""),
                        "4:1",
                        ConfigurationFault.BAD_VALUE,
                        "mean \"lan\"?"),
                mistake(
                        "profile and timeouts",
                        CLUSTER + "profile = \"lan\"\ntimeout_min_ms = 100\ntimeout_max_ms = 200\n"
                                + member("a", 1, ""),
                        "4:1",
                        ConfigurationFault.CONFLICT,
                        "either"),
                mistake(
                        "one timeout",
                        CLUSTER + "timeout_min_ms = 100\n" + member("a", 1, ""),
                        "4:1",
                        ConfigurationFault.MISSING_KEY,
                        "timeout_max_ms"),
                mistake(
                        "timeouts reversed",
                        CLUSTER + "timeout_min_ms = 200\ntimeout_max_ms = 100\n" + member("a", 1, ""),
                        "5:1",
                        ConfigurationFault.OUT_OF_RANGE,
                        "not above"));
    }

    private static Arguments mistake(String name, String toml, String spot, ConfigurationFault fault, String text) {
        return Arguments.of(name, toml, spot, fault, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void namesPlaceKindAndWayOut(String name, String toml, String spot, ConfigurationFault fault, String text) {
        List<Problem> problems = problems(toml);

        assertThat(problems).as(name).hasSize(1);
        assertThat(problems.get(0).spot()).hasToString(spot);
        assertThat(problems.get(0).fault()).isEqualTo(fault);
        assertThat(problems.get(0).text()).contains(text);
    }

    @Test
    void everyKindOfFaultHasAMistake() {
        assertThat(mistakes().map(mistake -> mistake.get()[3]))
                .contains(Stream.of(ConfigurationFault.values())
                        .filter(fault ->
                                fault != ConfigurationFault.FILE_MISSING && fault != ConfigurationFault.FILE_UNREADABLE)
                        .toArray());
    }

    @Test
    void showsAllMistakesAtOnceInTheOrderOfTheFile() {
        String toml = "[[validator]]\nadr = \"h:1\"\nmax_height = 3\n[[chain]]\nid = \"\"\n[log]\nformat = \"xml\"\n";

        assertThat(problems(toml))
                .extracting(problem -> problem.spot() + " " + problem.fault())
                .containsExactly(
                        "1:1 MISSING_KEY",
                        "1:1 MISSING_KEY",
                        "2:1 UNKNOWN_KEY",
                        "3:1 WRONG_TYPE",
                        "5:1 BAD_VALUE",
                        "7:1 BAD_VALUE");
    }

    @Test
    void neverShowsValuesOfProvidersThatItDoesNotKnow() {
        String toml = "[[providers.fortanixdsm]]\napi_key = \"hunter2\"\n[[providers.yubihsm]]\n"
                + "auth = { key = 1, password = \"hunter2\" }\n";

        assertThat(problems(toml))
                .hasSize(2)
                .noneMatch(problem -> problem.text().contains("hunter2"));
    }

    private static List<Problem> problems(String toml) {
        ConfigurationReading reading = ConfigurationFile.parse(toml, FILE);
        assertThat(reading).isInstanceOf(ConfigurationReading.Invalid.class);
        return ((ConfigurationReading.Invalid) reading).problems();
    }
}
