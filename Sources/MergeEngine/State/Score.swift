/// How sure the reports together make, in integers: 1 − Π over owners of (1 − reliability · confidence · decay).
public enum Score {
    /// The score of owners given in byte order of their names.
    public static func combining(_ owners: [OwnerEvidence]) -> PartsPerMillion {
        var doubt = PartsPerMillion.one
        for owner in owners { doubt = doubt * owner.contribution.complement }
        return doubt.complement
    }
}
