import CryptoPrimitives
import Indicators

/// Nanoseconds per address for every kind and shape, next to the hashing that no implementation can leave out.
///
/// Reads lines of label, tab, address from standard input: `scripts/wallets/make-vectors.py --many 2000 | wallet-bench`.
@main
struct WalletBench {
    static func main() throws {
        var groups: [(label: String, kind: IndicatorKind, addresses: [[UInt8]])] = []
        while let line = readLine() {
            let parts = line.split(separator: "\t")
            guard parts.count == 2, let name = parts[0].split(separator: " ").first else { continue }
            if let index = groups.firstIndex(where: { $0.label == parts[0] }) {
                groups[index].addresses.append(Array(parts[1].utf8))
            } else {
                let kind = try IndicatorKind(parsing: String(name))
                groups.append((String(parts[0]), kind, [Array(parts[1].utf8)]))
            }
        }
        report("sha256d of 21 bytes", hashing())
        for group in groups {
            report(group.label, try canonicalising(group.addresses, group.kind))
            report("\(group.label), guessed", guessing(group.addresses))
        }
    }

    private static let rounds = 7
    private static let repetitions = 20

    /// The best of several rounds, in nanoseconds an address.
    private static func best(of count: Int, _ body: () throws -> Void) rethrows -> Double {
        var best = Double.infinity
        for _ in 0..<rounds {
            let elapsed = try ContinuousClock().measure { for _ in 0..<repetitions { try body() } }
            best = min(best, elapsed / .nanoseconds(1) / Double(count * repetitions))
        }
        return best
    }

    private static func canonicalising(_ addresses: [[UInt8]], _ kind: IndicatorKind) throws -> Double {
        var output: [UInt8] = []
        output.reserveCapacity(addresses.count * 128)
        return try best(of: addresses.count) {
            output.removeAll(keepingCapacity: true)
            for address in addresses { try WalletForm.appendCanonical(of: address.span, kind: kind, to: &output) }
        }
    }

    private static func guessing(_ addresses: [[UInt8]]) -> Double {
        var found = 0
        let time = best(of: addresses.count) {
            for address in addresses where WalletForm.guess(address.span) != nil { found += 1 }
        }
        return found > 0 ? time : .nan
    }

    private static func hashing() -> Double {
        var content = [UInt8](repeating: 7, count: 21)
        var last = Digest256.zero
        let time = best(of: 1000) {
            for index in 0..<1000 {
                content[0] = UInt8(truncatingIfNeeded: index)
                var outer = SHA256()
                outer.update(SHA256.hash(content.span))
                last = outer.finalize()
            }
        }
        return last == .zero ? .nan : time
    }

    private static func report(_ label: String, _ nanoseconds: Double) {
        guard nanoseconds.isFinite else { return }
        let padding = String(repeating: " ", count: max(1, 30 - label.count))
        print("\(label)\(padding)\(Int(nanoseconds.rounded())) ns\t\(Int((1e9 / nanoseconds).rounded())) /s")
    }
}
