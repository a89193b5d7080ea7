internal import Blinding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles

/// A batch as it is kept: what repeats it after a kill, and opens it to an auditor (docs/spec/evaluation.md, "What a client keeps").
///
/// `"SIXK" ‖ 01 ‖ u32 epoch ‖ batch16 ‖ secret32 ‖ lp8(client) ‖ lp8(purpose) ‖ u32 part ‖ u32 n ‖ n × lp16(X) ‖ H(all before)`
struct KeptBatch: Sendable {
    let epoch: EpochNumber
    /// The random name that evaluators see.
    let id: [UInt8]
    let secret: SecretBytes
    let client: MemberID
    let purpose: String
    /// Elements in a message; the last one may have fewer.
    let partCount: Int
    let inputs: [MatchInput]

    /// Inputs of a batch at most: what is in memory of a job, however long it is.
    static let largestCount = 8 * BlindedBatch.largestCount
    /// Batches are cut so small that every core has work until near their end, and so large that signatures and records cost little.
    private static let smallestPart = 256
    private static let largestPart = 2_048
    private static let partsWanted = 8
    private static let letters = "SIXK"

    /// A new batch.
    init(_ inputs: [MatchInput], epoch: EpochNumber, client: MemberID, purpose: String) {
        self.init(
            epoch: epoch, id: SecureRandom.bytes(BatchPart.idByteCount), secret: .random(count: 32), client: client,
            purpose: purpose,
            partCount: min(
                Self.largestPart, max(Self.smallestPart, (inputs.count + Self.partsWanted - 1) / Self.partsWanted)),
            inputs: inputs)
    }

    private init(
        epoch: EpochNumber, id: [UInt8], secret: SecretBytes, client: MemberID, purpose: String, partCount: Int,
        inputs: [MatchInput]
    ) {
        self.epoch = epoch
        self.id = id
        self.secret = secret
        self.client = client
        self.purpose = purpose
        self.partCount = partCount
        self.inputs = inputs
    }

    /// The messages, as ranges of the inputs.
    var parts: [Range<Int>] {
        stride(from: 0, to: inputs.count, by: partCount).map { $0..<min($0 + partCount, inputs.count) }
    }

    func name(of part: Range<Int>) -> BatchPart { BatchPart(batch: id, first: UInt32(part.lowerBound)) }

    /// Writes it durably.
    ///
    /// - Throws: `FileError`.
    func write(to path: String) throws(FileError) {
        var bytes = contents
        defer { cleanse(&bytes) }
        try DurableFile.write(bytes, to: path)
    }

    private var contents: [UInt8] {
        var bytes = Array(Self.letters.utf8) + [1] + epoch.value.fourBytes + id
        bytes.reserveCapacity(128 + inputs.reduce(0) { $0 + $1.bytes.count + 2 })
        secret.withBytes { for index in $0.indices { bytes.append($0[index]) } }
        for text in [client.name, purpose] { bytes += [UInt8(text.utf8.count)] + Array(text.utf8) }
        bytes += UInt32(partCount).fourBytes + UInt32(inputs.count).fourBytes
        for input in inputs {
            bytes += [UInt8(input.bytes.count >> 8), UInt8(truncatingIfNeeded: input.bytes.count)]
            bytes += input.bytes
        }
        return bytes + SHA256.hash(bytes).bytes
    }

    /// Reads a batch that was kept.
    ///
    /// - Returns: nothing for a file that is damaged.
    /// - Throws: `FileError`.
    static func read(_ path: String) throws(FileError) -> KeptBatch? {
        var bytes = try MappedFile(openingSecret: path).withBytes { span in span.indices.map { span[$0] } }
        defer { cleanse(&bytes) }
        return KeptBatch(bytes)
    }

    private init?(_ bytes: [UInt8]) {
        guard bytes.count > Digest256.byteCount, case let end = bytes.count - Digest256.byteCount,
            SHA256.hash(bytes.span.extracting(..<end)) == Digest256(bytes.span.extracting(end...))
        else { return nil }
        var reader = KeptBatchReader(bytes[..<end])
        guard reader.take(Self.letters.utf8.count).elementsEqual(Self.letters.utf8), reader.take(1) == [1] else { return nil }
        let epoch = EpochNumber(reader.number())
        let id = reader.take(BatchPart.idByteCount)
        var secret = reader.take(32)
        let client = MemberID(String(decoding: reader.counted(), as: UTF8.self))
        let purpose = String(decoding: reader.counted(), as: UTF8.self)
        let (part, count) = (Int(reader.number()), Int(reader.number()))
        guard let client, (1...BlindedBatch.largestCount).contains(part), (1...Self.largestCount).contains(count),
            let inputs = reader.inputs(count), !reader.isShort
        else { return nil }
        self.init(
            epoch: epoch, id: id, secret: SecretBytes(erasing: &secret), client: client, purpose: purpose, partCount: part,
            inputs: inputs)
    }
}

/// Reads the fields of a kept batch.
private struct KeptBatchReader {
    private let bytes: ArraySlice<UInt8>
    private var place = 0
    /// Whether more was asked for than there is.
    private(set) var isShort = false

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    mutating func take(_ count: Int) -> [UInt8] {
        guard bytes.count - place >= count else {
            isShort = true
            return [UInt8](repeating: 0, count: count)
        }
        defer { place += count }
        return Array(bytes[place..<(place + count)])
    }

    mutating func number() -> UInt32 { take(4).reduce(0) { $0 << 8 | UInt32($1) } }

    mutating func counted() -> [UInt8] { take(Int(take(1)[0])) }

    mutating func inputs(_ count: Int) -> [MatchInput]? {
        var inputs: [MatchInput] = []
        for _ in 0..<count where !isShort {
            let length = take(2)
            guard let input = MatchInput(kept: take(Int(length[0]) << 8 | Int(length[1]))) else { return nil }
            inputs.append(input)
        }
        return inputs
    }
}

extension UInt32 {
    /// Four bytes, the most significant first.
    fileprivate var fourBytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) } }
}
