import CryptoPrimitives
import Testing

@Suite struct `Programming errors stop the process` {
    @Test func `a digest of another length`() async {
        await #expect(processExitsWith: .failure) {
            let bytes = [UInt8](repeating: 0, count: 31)
            _ = Digest256(bytes.span)
        }
    }

    @Test func `more bytes than HKDF yields`() async {
        await #expect(processExitsWith: .failure) {
            _ = HKDF.deriveSHA256(salt: [], inputKey: [1], info: [], count: HKDF.maximumByteCount + 1)
        }
    }

    @Test func `a subtree out of place`() async {
        await #expect(processExitsWith: .failure) {
            var stack = MerkleStack()
            stack.append(.zero)
            stack.append(subtree: .zero, height: 1)
        }
    }

    @Test func `a label that does not fill a word`() async {
        await #expect(processExitsWith: .failure) {
            _ = TreeHash.child(of: .zero, label: "short", side: 0)
        }
    }
}
