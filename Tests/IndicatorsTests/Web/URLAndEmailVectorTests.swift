import Indicators
import Testing

/// Vectors of our own, made with another implementation of the URL standard.
@Suite struct `URL and e-mail vectors` {
    private struct URLCase: Decodable {
        let input: String
        let ok: Bool
        let canonical: String?
        let host: String?
    }

    private struct EmailCase: Decodable {
        let input: String
        let ok: Bool
        let canonical: String?
        let mbox: String?
    }

    @Test func `give their URL and host`() throws {
        for vector in try OwnVectors.json("Tests/Vectors/urls-emails/urls.json", as: [URLCase].self) {
            let form = reading(vector.input, .url).form
            #expect(form == (vector.ok ? vector.canonical : nil), "\(vector.input)")
            guard let form else { continue }
            #expect(reading(form, .url).form == form)
            let bytes = Array(form.utf8)
            let host = bytes[URLForm.hostRange(ofCanonical: bytes.span)]
            #expect(String(decoding: host, as: UTF8.self) == vector.host, "\(vector.input)")
            #expect(reading(vector.host ?? "", .host).form == vector.host)
        }
    }

    @Test func `give their address and mailbox`() throws {
        for vector in try OwnVectors.json("Tests/Vectors/urls-emails/emails.json", as: [EmailCase].self) {
            let form = reading(vector.input, .email).form
            #expect(form.map { Array($0.utf8) } == (vector.ok ? vector.canonical.map { Array($0.utf8) } : nil), "\(vector.input)")
            let mailbox = reading(vector.input, .mbox).form
            #expect(mailbox.map { Array($0.utf8) } == (vector.ok ? vector.mbox.map { Array($0.utf8) } : nil), "\(vector.input)")
        }
    }
}
