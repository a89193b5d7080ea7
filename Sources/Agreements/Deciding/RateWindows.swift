extension Agreement {
    /// The windows over which the acts of an actor at a stage have to be counted before a decision, ascending by text.
    ///
    /// The caller counts in the audit log what the actor did at the stage within each window before the time of decision.
    public func rateWindows(at stage: DecisionStage) -> [CalendarPeriod] {
        let windows = rules.filter { $0.stages.contains(stage) }.compactMap { $0.conditions.rate?.window }
        return Set(windows).sorted { $0.text < $1.text }
    }
}
