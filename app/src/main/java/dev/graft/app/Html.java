package dev.graft.app;

import dev.graft.text.Printable;

/// Words in pages for the browser.
final class Html {
    private Html() {}

    /// What files hold is only ever shown.
    static String escaped(String text) {
        return Printable.text(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
