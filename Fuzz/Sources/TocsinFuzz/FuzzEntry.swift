import Foundation

/// What libFuzzer calls with every input: the target that `FUZZ_TARGET` names looks at the bytes.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: data, count: count))
    do throws(BrokenProperty) {
        try FuzzTarget.chosen.check(bytes)
    } catch {
        FileHandle.standardError.write(Data("\(FuzzTarget.chosen.name): \(error.text)\n".utf8))
        preconditionFailure("a property does not hold")
    }
    return 0
}

/// A property that does not hold for an input.
struct BrokenProperty: Error {
    let text: String

    init(_ text: String) { self.text = text }
}

/// Reports a property when it does not hold.
func require(_ condition: Bool, _ text: @autoclosure () -> String) throws(BrokenProperty) {
    guard condition else { throw BrokenProperty(text()) }
}

/// A parser and what must hold for it whatever the bytes are.
struct FuzzTarget: Sendable {
    let name: String
    let check: @Sendable ([UInt8]) throws(BrokenProperty) -> Void

    init(_ name: String, _ check: @escaping @Sendable ([UInt8]) throws(BrokenProperty) -> Void) {
        self.name = name
        self.check = check
    }

    /// The target that `FUZZ_TARGET` names.
    static let chosen: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
        guard let target = all.first(where: { $0.name == name }) else {
            preconditionFailure("FUZZ_TARGET is one of \(all.map(\.name).joined(separator: " "))")
        }
        return target
    }()

    static let all: [FuzzTarget] = [
        json, scanner, wallet, iban, bech32, documents, keyfile, bundle, phone, phoneRange, url, web, personal, canonicaliser,
        age, feed,
    ]
}
