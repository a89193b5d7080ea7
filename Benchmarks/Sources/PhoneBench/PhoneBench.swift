import Glibc
import Indicators

/// Judges phone numbers with this project's parser: our side of scripts/phone-differential.
///
/// usage: phone-bench INPUT OUTPUT [PASSES [TABLES.so [libphonenumber]]]
///
/// A line of INPUT is a region (two letters, ZZ for none), a blank and a text. A line of OUTPUT is the number in E.164
/// form, or empty where it has none. Standard output gets the processor time per number in nanoseconds, the best of
/// the passes. TABLES.so is scripts/generate-phone-tables' output for another version, as a shared library;
/// with libphonenumber as last argument its rules are used instead of version 1 of the canonical forms.
@main
struct PhoneBench {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let input = readFile(arguments[1]) else {
            print("usage: phone-bench INPUT OUTPUT [PASSES [TABLES.so [libphonenumber]]]")
            exit(2)
        }
        let passes = arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1
        guard let metadata = arguments.count > 4 ? loadTables(arguments[4]) : .current else {
            print("no tables in \(arguments[4])")
            exit(2)
        }
        let rules: PhoneRules = arguments.contains("libphonenumber") ? .libphonenumber : .version1
        let questions = lines(of: input)
        var output: [UInt8] = []
        var best = Double.infinity
        for _ in 0..<max(passes, 1) {
            output.removeAll(keepingCapacity: true)
            output.reserveCapacity(input.count + questions.count * 16)
            let start = processorNanoseconds()
            judge(questions, in: input, under: metadata, rules: rules, to: &output)
            best = min(best, (processorNanoseconds() - start) / Double(questions.count))
        }
        guard writeFile(output, to: arguments[2]) else { exit(5) }
        print(best)
    }

    private static func judge(
        _ questions: [Range<Int>], in input: [UInt8], under metadata: PhoneMetadata, rules: PhoneRules,
        to output: inout [UInt8]
    ) {
        let span = input.span
        for question in questions {
            let region = RegionCode(span.extracting(question.lowerBound..<question.lowerBound + 2))
            let text = span.extracting(question.lowerBound + 3..<question.upperBound)
            try? PhoneForm.appendCanonical(of: text, region: region, under: metadata, rules: rules, to: &output)
            output.append(UInt8(ascii: "\n"))
        }
    }

    private static func lines(of input: [UInt8]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = 0
        for (place, byte) in input.enumerated() where byte == UInt8(ascii: "\n") {
            result.append(start..<place)
            start = place + 1
        }
        return result
    }

    private static func processorNanoseconds() -> Double {
        var now = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return Double(now.tv_sec) * 1e9 + Double(now.tv_nsec)
    }

    private static func loadTables(_ path: String) -> PhoneMetadata? {
        guard let library = unsafe dlopen(path, RTLD_NOW), let tables = unsafe dlsym(library, "tocsin_phone_tables")
        else { return nil }
        return unsafe PhoneMetadata(unsafeTablesAt: UnsafeRawPointer(tables))
    }

    private static func readFile(_ path: String) -> [UInt8]? {
        guard let file = unsafe fopen(path, "rb") else { return nil }
        defer { unsafe fclose(file) }
        unsafe fseek(file, 0, SEEK_END)
        let size = unsafe ftell(file)
        unsafe rewind(file)
        var bytes = [UInt8](repeating: 0, count: size)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, size, file) }
        return count == size ? bytes : nil
    }

    private static func writeFile(_ bytes: [UInt8], to path: String) -> Bool {
        guard let file = unsafe fopen(path, "wb") else { return false }
        let count = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
        return unsafe fclose(file) == 0 && count == bytes.count
    }
}
