import Blinding
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MemberRegistry
import Testing

@Suite struct `What others could guess` {
    private func epoch(keyed: Bool) throws -> EpochDocument {
        let suites = Dictionary(
            uniqueKeysWithValues: IndicatorKind.all.map { kind in
                (kind.name, kind.isGuessable && !keyed ? TagSuite.thresholdVOPRF : .keyed)
            })
        let start = try #require(Timestamp(rfc3339: "2026-11-01T00:00:00Z"))
        return EpochDocument(
            epoch: EpochNumber(7), suites: suites,
            norm: CanonicalRules(phone: "9.0.35", publicSuffixes: "abc", rules: 1, unicode: "15.0"),
            times: .standard(from: start),
            pepperDigest: .zero,
            acceptsGuessable: keyed)
    }

    private func report(keyed: Bool, quota: Double = 6_500_000) throws -> PrivacyReport {
        PrivacyReport(
            epoch: try epoch(keyed: keyed), counts: [.phone: 3, .host: 4], quotaGuesses: quota,
            rates: GuessRates(keyed: 1e6, evaluated: 5_000), coreCount: 2)
    }

    private func line(_ kind: IndicatorKind, keyed: Bool, quota: Double = 6_500_000) throws -> PrivacyReport.Line {
        try #require(report(keyed: keyed, quota: quota).lines.first { $0.kind == kind })
    }

    @Test(arguments: [true, false])
    func `outsiders and single evaluators test nothing, whatever the suite`(keyed: Bool) throws {
        for guesser in [PrivacyReport.Guesser.outsider, .evaluator] {
            #expect(try line(.phone, keyed: keyed).reaches[guesser] == .nothing)
        }
    }

    @Test func `under the keyed suite every member tests everything`() throws {
        let phone = try line(.phone, keyed: true)
        for guesser in [PrivacyReport.Guesser.member, .memberAndEvaluator, .memberAndTwoEvaluators] {
            #expect(phone.reaches[guesser] == .everything(seconds: 1.25e11 / 2e6))
        }
    }

    @Test func `under evaluation a member tests what its quota allows, and with one share a quota, in two halves`() throws {
        let phone = try line(.phone, keyed: false)
        #expect(phone.reaches[.member] == .counted(guesses: 9_750_000))
        #expect(phone.reaches[.memberAndEvaluator] == .counted(guesses: 6_500_000))
        #expect(phone.reaches[.memberAndTwoEvaluators] == .everything(seconds: 1.25e11 / 1e4))
    }

    @Test func `nobody tests more values than there are`() throws {
        #expect(try line(.phone, keyed: false, quota: 1e12).reaches[.member] == .counted(guesses: 1.25e11))
    }

    @Test func `kinds are named of which something is here, and guessable ones`() throws {
        #expect(try line(.host, keyed: false).indicatorCount == 4)
        #expect(try line(.email, keyed: false).indicatorCount == 0)
        #expect(try !report(keyed: false).lines.contains { $0.kind == .btc })
    }

    @Test func `rates are measured`() throws {
        let rates = try GuessRates.measured()
        #expect(rates.evaluated > 0 && rates.keyed > 0)
    }
}
