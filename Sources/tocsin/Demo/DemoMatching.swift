import Blinding
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry
import MergeEngine
import NodeStore

/// Two members find that they know the same number, and somebody with the pepper alone finds nothing.
extension DemoStory {
    mutating func match() async throws {
        heading("5. A number that two members report, and that neither showed the other")
        let number = Self.questions[0]
        for (member, other) in [(platform, police), (police, platform)] {
            let rows = try member.history(of: number, at: time)
            let theirs = rows.filter { $0.claim.origin.publisher == other.id && $0.claim.statement.type == .report }
            guard !theirs.isEmpty, theirs.allSatisfy({ $0.value(of: "value") == nil }) else {
                throw Failure(.internalError, "a value was shown that should have stayed", hint: "report it with the homes")
            }
            say(
                "   \(member.id.name.padded(14)) has \(theirs.count) report of \(other.id.name) about \(number): "
                    + "tag and proof fit, value not shown")
        }
        try guess()
    }

    /// A bundle leaks to a member who has the pepper, and who guesses right: without evaluators there is nothing to compare with.
    private mutating func guess() throws {
        let numbers = SampleFeeds.platform.split(separator: "\n").compactMap { line in
            line.split(separator: ",", omittingEmptySubsequences: false).first.map(String.init)
        }.filter { $0.hasPrefix("+") }.filter { (try? platform.tag(of: $0, at: time)) != nil }
        let leaked = try platform.newestStream(for: vendor.id)
        let blinder = try police.pepperAlone(at: time)
        var found = 0
        for number in numbers {
            let tag = try blinder.secret(ofCanonical: Array(number.utf8).span).tag(epoch: EpochNumber(1))
            if leaked.contains(tag.base64url) { found += 1 }
        }
        let known = try numbers.count { leaked.contains(try platform.tag(of: $0, at: time).base64url) }
        figures.guessed = (numbers.count, found)
        say(
            "   \(platform.id.name)'s bundle leaks. Whoever has the pepper tries the \(numbers.count.grouped) right numbers: \(found) of "
                + "\(known.grouped) tags fit.")
        say("   Each guess needs two evaluators, which count it: see tocsin privacy-report.")
    }
}

extension DemoMember {
    func history(of value: String, at time: Timestamp) throws -> [StoredClaim] {
        try Lookup(node(.reading), at: time).history(of: value, kind: nil).claims
    }

    /// The stream of its newest bundle as it left for a receiver.
    fileprivate func newestStream(for receiver: MemberID) throws -> String {
        guard let sent = try node(.reading).sentTransfers().last(where: { $0.recipient == receiver.name }) else { return "" }
        var reader = try FileReader(opening: "\(home)/sent/\(sent.transfer.hex).six")
        var bytes: [UInt8] = []
        while case let piece = try reader.next(), !piece.isEmpty { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What somebody computes who has the pepper and asks no evaluator.
    fileprivate func pepperAlone(at time: Timestamp) throws -> KindBlinder {
        let node = try node(.reading)
        var bytes = try SecretFile.read(node.paths.pepper(1))
        return try EpochBlinder(epoch: EpochNumber(1), suites: .keyed(.phone), pepper: SecretBytes(erasing: &bytes)).blinder(
            of: .phone)
    }

    fileprivate func tag(of number: String, at time: Timestamp) throws -> MatchTag {
        let node = try node(.reading)
        let blinder = try node.blinder(of: node.publishingEpoch(at: time))
        return try blinder.secret(of: .phone, canonical: Array(number.utf8).span).tag(epoch: blinder.epoch)
    }
}
