import CryptoPrimitives
import Foundation
import TestVectors
import Testing

/// The published vectors of RFC 9380.
private struct CurveVectors: Decodable {
    struct Point: Decodable {
        let x: String
        let y: String

        var compressed: String {
            let isOdd = y.last.flatMap { $0.hexDigitValue }.map { $0 % 2 == 1 } ?? false
            return (isOdd ? "03" : "02") + String(repeating: "0", count: 66 - x.count) + x.dropFirst(2)
        }
    }

    struct Case: Decodable {
        // swift-format-ignore: the names are the standard's
        let P: Point
        let msg: String
    }

    let dst: String
    let vectors: [Case]
}

private struct ExpansionVectors: Decodable {
    struct Case: Decodable {
        let msg: String
        let len_in_bytes: String
        let uniform_bytes: String
    }

    // swift-format-ignore: the names are the standard's
    let DST: String
    let tests: [Case]
}

private func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }

@Suite struct `Hashing to the curve` {
    @Test(.enabled(if: SharedVectors.arePresent))
    func `gives the points of RFC 9380`() throws {
        let vectors = try SharedVectors.json("vectors/rfc9380/P256_XMD_SHA-256_SSWU_RO.json", as: CurveVectors.self)
        #expect(vectors.vectors.count == 5)
        let points = GroupElement.hashing(vectors.vectors.map { Array($0.msg.utf8) }, tag: Array(vectors.dst.utf8))
        for (point, example) in zip(points, vectors.vectors) { #expect(hex(point.bytes) == example.P.compressed) }
    }

    @Test(.enabled(if: SharedVectors.arePresent))
    func `expands messages as RFC 9380`() throws {
        let vectors = try SharedVectors.json("vectors/rfc9380/expand_message_xmd_SHA256_38.json", as: ExpansionVectors.self)
        #expect(vectors.tests.count == 10)
        for example in vectors.tests {
            let count = try #require(Int(example.len_in_bytes.dropFirst(2), radix: 16))
            let bytes = MessageExpansion.expand(Array(example.msg.utf8).span, tag: Array(vectors.DST.utf8), count: count)
            #expect(hex(bytes) == example.uniform_bytes)
        }
    }

    @Test func `of one message is the same alone and among others`() {
        let messages = (0..<9).map { Array("message \($0)".utf8) }
        let together = GroupElement.hashing(messages, tag: Array("test".utf8))
        #expect(messages.map { GroupElement.hashing([$0], tag: Array("test".utf8))[0] } == together)
        #expect(GroupElement.hashing([], tag: []).isEmpty)
    }
}

@Suite struct `Numbers of the group` {
    private static let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"

    private func secret(_ text: String) throws -> SecretBytes {
        let bytes = stride(from: 0, to: text.count, by: 2).map { start -> UInt8 in
            let first = text.index(text.startIndex, offsetBy: start)
            return UInt8(text[first..<text.index(first, offsetBy: 2)], radix: 16) ?? 0
        }
        return SecretBytes(copying: bytes.span)
    }

    private static let candidates: [(text: String, isNumber: Bool)] = [
        (zeros, false), ("\(zeros.dropLast())1", true), ("\(order.dropLast())0", true), (order, false),
        ("\(order.dropLast())2", false), (order.replacing("0", with: "f"), false), ("01", false),
    ]
    private static let zeros = String(repeating: "0", count: 64)

    @Test(arguments: candidates)
    func `are at least one and below the order`(text: String, isNumber: Bool) throws {
        #expect((GroupScalars(try secret(text)) != nil) == isNumber)
    }

    @Test func `times their inverses give the generator`() {
        let numbers = GroupScalars.random(count: 5)
        let points = (0..<5).map { GroupElement.generator(times: numbers, at: $0) }
        let back = GroupElement.products(points, numbers.inverted())
        let one = GroupElement.publicSum([], generator: PublicScalar(1))
        #expect(back.allSatisfy { $0 == one })
    }

    private func points(_ numbers: GroupScalars) -> [GroupElement] {
        (0..<numbers.count).map { GroupElement.generator(times: numbers, at: $0) }
    }

    @Test func `add up as their points do`() throws {
        let (left, right) = (GroupScalars.random(count: 3), GroupScalars.random(count: 3))
        #expect(try #require(GroupElement.sums(points(left), points(right))) == points(left.sum(right)))
    }

    @Test(arguments: [(1, 1), (2, -1), (3, -1), (3, -2), (-7, 255), (1, -4)])
    func `are combined with small factors as one by one`(first: Int, second: Int) throws {
        let (left, right) = (GroupScalars.random(count: 3), GroupScalars.random(count: 3))
        func scaled(_ numbers: GroupScalars, _ factor: Int) -> GroupScalars {
            let scalar = PublicScalar(UInt32(factor.magnitude))
            return numbers.scaled(by: factor < 0 ? scalar.negative : scalar)
        }
        let combined = GroupElement.publicCombinations([(first, points(left)), (second, points(right))])
        #expect(try #require(combined) == points(scaled(left, first).sum(scaled(right, second))))
        #expect(GroupElement.publicCombinations([(first, points(left)), (-first, points(left))]) == nil)
    }

    @Test(arguments: [[1], [1, 2], [1, 3], [2, 3], [1, 2, 3], [3, 1], [2, 7, 11]] as [[UInt8]])
    func `of parties are weighted by fractions that are the Lagrange coefficients`(parties: [UInt8]) throws {
        let fractions = LagrangeFractions(among: parties)
        for party in parties {
            let factor = try #require(fractions.factors[party])
            let magnitude = PublicScalar(UInt32(factor.magnitude))
            let product = PublicScalar.lagrange(of: party, among: parties).product(PublicScalar(fractions.divisor))
            #expect(product == (factor < 0 ? magnitude.negative : magnitude))
        }
    }

    @Test func `that cancel out give no point`() throws {
        let number = GroupScalars.random(count: 1)
        let point = GroupElement.generator(times: number)
        var bytes = point.bytes
        bytes[0] ^= 1
        let negative = try #require(GroupElement(bytes))
        #expect(GroupElement.sums([point], [negative]) == nil)
        #expect(GroupElement.publicSum([(PublicScalar(1), point), (PublicScalar(1), negative)]) == nil)
    }

    @Test func `show nothing of themselves`() {
        let number = GroupScalars.random(count: 2)
        var text = ""
        dump(number, to: &text)
        #expect("\(number)" == "GroupScalars(2)")
        #expect(!text.contains("word"))
    }
}
