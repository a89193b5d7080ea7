/// Hosts whose URLs name an account by its phone number: there the number is what the report is about.
enum AccountHosts {
    /// Whether a canonical host is one of them.
    static func contains(_ host: Span<UInt8>) -> Bool {
        for name in names where host.isText(name, from: 0) { return true }
        return false
    }

    private static let names: [StaticString] = [
        "wa.me", "api.whatsapp.com", "web.whatsapp.com", "www.whatsapp.com", "whatsapp.com", "chat.whatsapp.com", "t.me",
        "telegram.me", "telegram.dog", "viber.click", "signal.me", "zalo.me", "wa.link",
    ]
}
