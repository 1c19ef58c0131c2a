package io.raftkms.signer.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.signer.home.MemberPlan;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberArgumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=10.0.0.1 | a | 10.0.0.1 | 26670 | 26671",
                "a=10.0.0.1:300 | a | 10.0.0.1 | 300 | 301",
                "a=10.0.0.1:300,400 | a | 10.0.0.1 | 300 | 400",
                "node-1=signer.example.com,400 | node-1 | signer.example.com | 26670 | 400",
                "a=[fd00::1]:300 | a | fd00::1 | 300 | 301",
                "a=[fd00::1] | a | fd00::1 | 26670 | 26671",
            })
    void readsHostAndPorts(String text, String name, String host, int raftPort, int peerPort) {
        assertThat(MemberArgument.parse(text))
                .isEqualTo(new MemberArgument(
                        name, host, raftPort, peerPort, Optional.empty(), java.util.OptionalInt.empty()));
    }

    @Test
    void readsTheAddressToBindTo() {
        assertThat(MemberArgument.parse("a=kms.example.com:300,400,listen=0.0.0.0")
                        .bind())
                .contains("0.0.0.0");
        assertThat(MemberArgument.parse("a=kms.example.com,listen=10.0.0.7").peerPort())
                .isEqualTo(26671);
    }

    @Test
    void readsThePortOfTheReadSide() {
        assertThat(MemberArgument.parse("a=127.0.0.1:300,http=8080").httpPort()).hasValue(8080);
        assertThat(plan("a=127.0.0.1:300,http=8080", "b=127.0.0.1:400"))
                .extracting(MemberPlan::httpPort)
                .containsExactly(8080, 26680);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "=h",
                "A=h",
                "ca=h",
                "a=",
                "a=h:0",
                "a=h:70000",
                "a=h:65535",
                "a=h:5,5",
                "a=h,x",
                "a=h,0",
                "a=h,listen=",
                "a=h b",
                "a=h:1:2",
                "a=127.0.0.1:300:400",
                "a=300.0.0.1:300",
                "a=[fd00:::1]:300",
                "a=h,listen=10.0.0.999"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> MemberArgument.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).{10,}");
    }

    @Test
    void membersOnOneMachineGetHttpPortsOfTheirOwn() {
        List<MemberPlan> plans = plan("a=127.0.0.1:26679", "b=localhost:26681,26690", "c=10.0.0.1");

        assertThat(plans).extracting(MemberPlan::httpPort).containsExactly(26682, 26683, 26680);
        assertThat(plans).extracting(plan -> plan.id().nonce()).doesNotHaveDuplicates();
    }

    @Test
    void clashingPortsAndNamesAreErrorsThatSayWhatToWrite() {
        assertThatThrownBy(() -> plan("a=10.0.0.1", "b=10.0.0.1"))
                .hasMessageContaining("port 26670 on 10.0.0.1 is taken by a")
                .hasMessageContaining("b=10.0.0.1:26672");
        assertThatThrownBy(() -> plan("a=127.0.0.1:300", "b=localhost:301")).hasMessageContaining("port 301");
        assertThatThrownBy(() -> plan("a=10.0.0.1", "a=10.0.0.2")).hasMessageContaining("the name a is taken");
    }

    private static List<MemberPlan> plan(String... members) {
        return new MemberPlans(new SecureRandom())
                .plan(Stream.of(members).map(MemberArgument::parse).toList());
    }
}
