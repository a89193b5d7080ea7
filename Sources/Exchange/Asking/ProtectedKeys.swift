internal import MergeEngine

/// The tags of all protected indicators, computed when they are first asked for.
final class ProtectedKeys {
    private var known: Set<TagKey>?

    func all(of tags: NodeTags) -> Set<TagKey> {
        if let known { return known }
        let keys = tags.protectedKeys()
        known = keys
        return keys
    }
}
