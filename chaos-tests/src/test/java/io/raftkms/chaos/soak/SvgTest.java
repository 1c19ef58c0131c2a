package io.raftkms.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SvgTest {
    @Test
    void escapesWhatIsWrittenIntoIt() {
        Svg svg = new Svg(10, 10);
        svg.text(1, 2, "start", "a < b & \"c\"");
        svg.box(0, 0, 1, 1, "red", "<x>");
        svg.lines(List.of(new Svg.Point(0, 0), new Svg.Point(1.25, 2)), "black");

        assertThat(svg.toString())
                .contains(">a &lt; b &amp; &quot;c&quot;<")
                .contains("<title>&lt;x&gt;</title>")
                .contains("points=\"0.0,0.0 1.3,2.0\"");
    }
}
