import SignedBundles

/// The --drop options as one list.
enum CutOptions {
    static func list(_ segments: [Int], _ columns: [String], _ rows: [String]) throws -> CutList {
        var list = CutList()
        for segment in segments { list.drop(segment: segment) }
        for text in columns {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if parts.count == 1 {
                list.drop(column: parts[0])
            } else {
                list.drop(column: parts[1], inSegment: try number(parts[0], text))
            }
        }
        for text in rows {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw usage(text) }
            let segment = try number(parts[0], text)
            for range in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
                let ends = range.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
                guard (1...2).contains(ends.count) else { throw usage(text) }
                let low = try number(ends[0], text)
                let high = try number(ends[ends.count - 1], text)
                guard low <= high else { throw usage(text) }
                list.drop(rows: low...high, inSegment: segment)
            }
        }
        return list
    }

    /// Digits and nothing else: what reads like an open range must not drop fewer rows than meant.
    private static func number(_ text: String, _ whole: String) throws -> Int {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else { throw usage(whole) }
        return number
    }

    private static func usage(_ text: String) -> Failure {
        Failure(.usage, "\(text) does not name what to drop", hint: "--drop-column note or 1:note, --drop-rows 0:0,3-7")
    }
}
