package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatATerminalWouldObeyIsWrittenOut() {
        assertThat(Printable.line("a\u001b[31mred\r\n\tb")).isEqualTo("a\\u001b[31mred\\r\\n\\tb");
        assertThat(Printable.text("a\u009b2J\n\tb\r")).isEqualTo("a\\u009b2J\n\tb\\r");
        assertThat(Printable.line("gnp.\u202ecod")).isEqualTo("gnp.\\u202ecod");
        assertThat(Printable.line("a\u2028b\u0000")).isEqualTo("a\\u2028b\\u0000");
    }

    @Test
    void everythingElseStays() {
        String text = "긁힘 \"naïve\" 😀 ㅋ\u0301 \u200d";
        assertThat(Printable.line(text)).isSameAs(text);
    }
}
