extension FeedDetails {
    /// The details without those texts that hold what must not leave, and the names of the fields that lost one.
    ///
    /// - Parameter isPersonal: asked about the bytes of each free text: note, source, brand, campaign and every label.
    public func withholdingTexts(where isPersonal: (Span<UInt8>) -> Bool) -> (rest: FeedDetails, withheld: [String]) {
        var rest = self
        var withheld: [String] = []
        for (name, path) in Self.texts where self[keyPath: path].map({ isPersonal($0.utf8.span) }) ?? false {
            rest[keyPath: path] = nil
            withheld.append(name)
        }
        rest.labels = labels.filter { !isPersonal($0.utf8.span) }
        if rest.labels.count < labels.count { withheld.append("labels") }
        return (rest, withheld)
    }

    private static var texts: [(String, WritableKeyPath<FeedDetails, String?>)] {
        [("brand", \.brand), ("campaign", \.campaign), ("note", \.note), ("source", \.source)]
    }
}
