import Foundation
import Indicators
import TestVectors
import Testing

@Suite struct `Wallet forms` {
    /// One address of every kind and shape that carries a checksum.
    private static let checked: [(IndicatorKind, String)] = {
        var seen = Set<String>()
        return WalletVector.good.compactMap { vector in
            guard let kind = try? IndicatorKind(parsing: vector.kind), kind != .sol, !vector.input.contains(":"),
                !vector.input.contains("?"), !(vector.kind == "tron" && vector.input.count == 42),
                vector.kind != "evm" || isMixed(vector.input),
                seen.insert("\(vector.kind) \(vector.input.prefix(2)) \(vector.input.count)").inserted
            else { return nil }
            return (kind, vector.input)
        }
    }()

    private static func isMixed(_ text: String) -> Bool {
        let letters = text.dropFirst(2).filter(\.isLetter)
        return letters != letters.uppercased() && letters != letters.lowercased()
    }

    private static let substitutes = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz :?é\u{0}".utf8)

    @Test func `notice every single changed character`() {
        #expect(Set(Self.checked.map(\.0)).count == 7)
        for (kind, text) in Self.checked where kind != .evm {
            let bytes = Array(text.utf8)
            for position in bytes.indices {
                for byte in Self.substitutes where byte != bytes[position] {
                    var changed = bytes
                    changed[position] = byte
                    #expect(walletRefusal(changed, kind) != nil, "\(kind): byte \(position) to \(byte)")
                }
            }
        }
    }

    /// EIP-55 is about fifteen bits; a changed digit slips through now and then, a changed case never.
    @Test func `notice a changed capital in EIP-55`() {
        for (kind, text) in Self.checked where kind == .evm {
            let bytes = Array(text.utf8)
            for position in bytes.indices.dropFirst(2) where bytes[position] > 64 {
                var changed = bytes
                changed[position] ^= 0x20
                #expect(walletRefusal(changed, kind) == .addressChecksum)
            }
        }
    }

    @Test(arguments: IndicatorKind.wallets)
    func `survive every missing and doubled character`(kind: IndicatorKind) {
        for vector in WalletVector.good where vector.kind == kind.name && !vector.input.contains("?") {
            let bytes = Array(vector.input.utf8)
            for position in bytes.indices where !vector.input.contains(":") && kind != .sol {
                var shorter = bytes
                shorter.remove(at: position)
                #expect(walletRefusal(shorter, kind) != nil)
                var longer = bytes
                longer.insert(bytes[position], at: position)
                #expect(walletRefusal(longer, kind) != nil)
            }
        }
    }

    @Test(arguments: IndicatorKind.wallets, UInt64(0)..<4)
    func `answer any bytes with a form or a reason`(kind: IndicatorKind, seed: UInt64) {
        var generator = SplitMix64(state: seed)
        let samples = WalletVector.all.filter { $0.kind == kind.name }.map { Array($0.input.utf8) }
        for _ in 0..<2000 {
            var bytes = samples.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
            }
            bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
            var output: [UInt8] = []
            guard (try? WalletForm.appendCanonical(of: bytes.span, kind: kind, to: &output)) != nil else { continue }
            var again: [UInt8] = []
            #expect((try? WalletForm.appendCanonical(of: output.span, kind: kind, to: &again)) != nil && again == output)
        }
    }

    @Test func `end at the longest input`() {
        let scheme = "bitcoin:1DPWjY5Uywh2ARGG5PZNRNLN3HTvfC4R9Z?message="
        let room = WalletForm.longestInput - scheme.utf8.count
        #expect(walletRefusal(Array((scheme + String(repeating: "x", count: room)).utf8), .btc) == nil)
        #expect(walletRefusal(Array((scheme + String(repeating: "x", count: room + 1)).utf8), .btc) == .tooLong)
    }

    @Test func `exist for wallet kinds only`() {
        #expect(walletRefusal(Array("+15550100".utf8), .phone) == .unknownKind)
    }

    @Test func `say whether a checksum stands behind them`() throws {
        func isChecksummed(_ text: String, _ kind: IndicatorKind) throws -> Bool {
            var output: [UInt8] = []
            return try WalletForm.read(Array(text.utf8).span, kind: kind, to: &output).isChecksummed
        }
        #expect(try isChecksummed("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", .evm))
        #expect(try !isChecksummed("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", .evm))
        #expect(try !isChecksummed("11111111111111111111111111111111", .sol))
        #expect(try isChecksummed("1DPWjY5Uywh2ARGG5PZNRNLN3HTvfC4R9Z", .btc))
    }

    @Test(arguments: ["", "hello", "example.com", "+15550100", "0x123", "11111111111111111111111111111111x", "@name"])
    func `are not guessed from other texts`(text: String) {
        #expect(WalletForm.guess(Array(text.utf8).span) == nil)
    }
}

@Suite(.enabled(if: SharedVectors.arePresent)) struct `Addresses of the tag packs` {
    /// What a pack's currency code means here.
    private static let kinds: [String: IndicatorKind] = [
        "BTC": .btc, "LTC": .ltc, "DOGE": .doge, "ETH": .evm, "TRX": .tron, "XRP": .xrp, "XMR": .xmr, "SOL": .sol,
    ]

    @Test func `mostly have a canonical form`() throws {
        let folder = try #require(SharedVectors.folder).appending(path: "data/devset/wallets/graphsense")
        var read = 0
        var refused: [String: Int] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.contains(".yaml") {
            let text = try unpacked(folder.appending(path: file))
            for (address, kind) in pairs(in: text) {
                read += 1
                guard let reason = walletRefusal(Array(address.utf8), kind) else { continue }
                refused["\(kind) \(reason.rawValue)", default: 0] += 1
            }
        }
        print("tag packs: \(read) addresses, refused \(refused)")
        #expect(read > 10_000)
        #expect(refused.values.reduce(0, +) * 100 < read * 3)
    }

    private func unpacked(_ file: URL) throws -> String {
        guard file.pathExtension == "gz" else { return try String(contentsOf: file, encoding: .utf8) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/gzip")
        process.arguments = ["-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    private func pairs(in text: String) -> [(String, IndicatorKind)] {
        var pairs: [(String, IndicatorKind)] = []
        var address: String?
        var common: IndicatorKind?
        func close(_ kind: IndicatorKind?) {
            if let open = address, let kind { pairs.append((open, kind)) }
            address = nil
        }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " -'\""))
            }
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "address":
                close(common)
                address = parts[1]
            case "currency" where line.hasPrefix("currency"): common = Self.kinds[parts[1]]
            case "currency": close(Self.kinds[parts[1]])
            default: break
            }
        }
        close(common)
        return pairs
    }
}
