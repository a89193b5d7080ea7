import FeedReading
import Indicators
import Testing

@Suite struct `A column that says what a value is` {
    private func codes(_ column: String, _ texts: [String]) throws(FeedError) -> [String] {
        var text = "value,\(column)\n"
        for (index, word) in texts.enumerated() { text += "https://site\(index).example/,\(word)\n" }
        let feed = try ReadFeed(text, FeedOptions(kind: "url"))
        let refused = Dictionary(uniqueKeysWithValues: feed.refused.map { ($0.line, $0.code) })
        return texts.indices.map { refused[$0 + 2] ?? "read" }
    }

    @Test(arguments: ["label", "labels", "class", "verdict", "classification", "Category", "status", "threat", "list", "tags"])
    func `refuses what it calls sound`(column: String) throws {
        let texts = ["benign", "phishing", "Legitimate", "false positive", "whitelisted", "malware;safe", "not safe"]
        let expected = ["benign-list", "read", "benign-list", "benign-list", "benign-list", "benign-list", "read"]
        #expect(try codes(column, texts) == expected)
    }

    @Test func `refuses services unless another word accuses them`() throws {
        let texts = ["exchange", "mining pool", "exchange;scam", "Wallet Service", "dex", "gambling"]
        #expect(try codes("category", texts) == ["benign-list", "benign-list", "read", "benign-list", "benign-list", "read"])
    }

    @Test(arguments: ["is_scam", "isPhishing", "malicious", "phishing", "label", "to_ids", "class"])
    func `answers a question with yes or no`(column: String) throws {
        #expect(try codes(column, ["1", "0", "1"]) == ["read", "benign-list", "read"])
        #expect(try codes(column, ["true", "False", "yes"]) == ["read", "benign-list", "read"])
    }

    @Test func `answers nothing where other texts stand beside yes and no`() throws {
        #expect(try codes("label", ["0", "phishing", "1"]) == ["read", "read", "read"])
        #expect(try codes("is_active", ["0", "1"]) == ["read", "read"])
        #expect(try codes("whitelisted", ["0", "1"]) == ["read", "benign-list"])
    }

    @Test func `does not make a label or a code of an answer`() throws {
        let table = try ReadFeed("url,label\nhttps://one.example/,1\nhttps://two.example/,0\n")
        #expect(table.full.map { $0.details?.labels ?? [] } == [[]])
        let record = try ReadFeed(#"[{"url": "https://one.example/", "scam": true}]"#)
        #expect(record.full.map { $0.details?.scam } == [nil])
    }

    @Test func `says the same however many other texts it has`() throws {
        let sound = ["benign", "Legitimate", "falsePositive", "FP", "No-Threat", "known good", "NOT A SCAM", "exempt"]
        let others = ["not safe", "bénign", "fp2", "be9nign", "scam", "n", "malicious", "false", "e", "unsafe"]
        var (texts, expected): ([String], [String]) = ([], [])
        for row in 0..<3_000 {
            let word = row % 3 == 0 ? sound[row / 3 % sound.count] : others[row % others.count]
            texts.append("tag-\(row);phish \(row);\(word);bank\(row)")
            expected.append(row % 3 == 0 ? "benign-list" : "read")
        }
        #expect(try codes("tags", texts) == expected)
    }

    @Test func `refuses victims and people who reported`() throws {
        #expect(try codes("role", ["victim", "scammer", "Reporter"]) == ["not-accused", "read", "not-accused"])
    }

    @Test func `may be the one that names the kind`() throws {
        let feed = try ReadFeed("value,type\none.example,domain\ntwo.example,benign\nthree.example,host\n")
        #expect(feed.rows.map(\.kind) == ["domain", "host"])
        #expect(feed.refused == [.init(3, "benign-list")])
    }

    @Test func `is read in JSON, YAML and tables without a heading`() throws {
        let json = #"[{"url": "https://one.example/", "verdicts": {"all": {"malicious": false}}}, {"url": "two.example"}]"#
        #expect(try ReadFeed(json).refused.map(\.code) == ["benign-list"])
        let lines = #"{"address": "0x0101010101010101010101010101010101010101", "labels": ["exchange", "x"]}"# + "\n{}\n"
        #expect(try ReadFeed(lines).refused.map(\.code) == ["benign-list", "missing-value"])
        #expect(try ReadFeed("- domain: one.example\n  verdict: benign\n- domain: two.example\n").values == ["two.example"])
        let bare = try ReadFeed("one.example,phishing,a\ntwo.example,benign,b\nthree.example,phishing,c\n")
        #expect(bare.refused == [.init(2, "benign-list")])
    }
}
