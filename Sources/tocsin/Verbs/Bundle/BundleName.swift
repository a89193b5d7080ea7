import CanonicalCoding
import CryptoPrimitives
import LedgerFiles
import MemberRegistry
import SignedBundles

/// The random name of a bundle that is known by the digest of its manifest.
enum BundleName {
    /// Reads the first line of a file that was verified before; empty when it is not there any more.
    static func hex(of file: String, manifest: String) -> String {
        guard FileReader.canReadAgain(file),
            var lines = try? LineReader(opening: file, lineLimitBytes: BundleLimits.standard.firstLineBytes),
            case .text(let line)? = try? lines.next(),
            let dsse = try? StrictJSON.parse(line.span, limits: .envelope).object?["dsse"],
            let envelope = try? DSSEEnvelope(dsse), envelope.payloadDigest.hex == manifest
        else { return "" }
        return (try? Manifest(parsing: envelope.payload))?.bundle.hex ?? ""
    }
}
