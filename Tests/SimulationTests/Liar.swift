import CryptoPrimitives
import Exchange
import HTTPTypes
import Indicators
import NodeAPI
import TestVectors

/// A node that answers what it likes.
struct Liar: Sendable {
    private var told: [String: [PeerAnswer]] = [:]

    /// What it answers instead of the truth.
    mutating func answer(
        _ request: PeerRequest, honest: PeerAnswer, using generator: inout SplitMix64
    ) -> PeerAnswer {
        let name = request.call.name
        defer { if told[name, default: []].count < 8 { told[name, default: []].append(honest) } }
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: return told[name]?.randomElement(using: &generator) ?? honest
        case 1: return told.sorted { $0.key < $1.key }.randomElement(using: &generator)?.value.last ?? honest
        case 2: return .bytes((0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) })
        case 3: return .problem(Problem(Problem.Kind.allCases.randomElement(using: &generator) ?? .notFound))
        case 4: return boast(request.call, honest)
        case 5: return displaced(honest, using: &generator)
        case 6: return .bytes(Array(honest.bytes.dropLast(honest.bytes.count / 2)))
        default: return honest
        }
    }

    /// Says that there is more than there is.
    private func boast(_ call: PeerCall, _ honest: PeerAnswer) -> PeerAnswer {
        switch call {
        case .feed:
            guard
                let page = (told["feed"] ?? []).reversed().compactMap({ try? FeedPage(parsing: $0.bytes) }).first(where: {
                    !$0.items.isEmpty
                })
            else { return honest }
            return .document(FeedPage(items: page.items, hasMore: true).jsonValue)
        case .documents:
            let digests = (0..<3).map { SHA256.hash([UInt8($0)]) }
            let index = DocumentIndex(registryVersion: 99, epochs: [7, 8], agreements: digests, protectedLists: digests)
            return .document(index.jsonValue)
        default: return honest
        }
    }

    /// A body that is said to begin elsewhere, or of another whole.
    private func displaced(_ honest: PeerAnswer, using generator: inout SplitMix64) -> PeerAnswer {
        PeerAnswer(
            status: honest.isSuccess ? .partialContent : honest.status, mediaType: honest.mediaType,
            entityTag: Bool.random(using: &generator) ? honest.entityTag : "other",
            firstByte: UInt64.random(in: 0..<2_000, using: &generator), body: honest.body)
    }
}
