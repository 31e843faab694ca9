namespace TestOps.Engines.Toron;

/// <summary>What the observed contract of Toron v2.5H+ fixes: names, limits, value domains.</summary>
internal static class ToronContract
{
    public const string DisplayName = "toron (built-in reference model, not Ryuzen Toron)";

    /// <summary>The version that the modelled engine reports.</summary>
    public const string EngineVersion = "v2.5H+";

    /// <summary>What snapshots record. The number goes up whenever an answer of the model changes, or a regression check would blame the engine.</summary>
    public const string LeaseVersion = "v2.5H+ (reference model 1)";

    public const int MaxPromptCharacters = 50_000;
    public const int Providers = 11;
    public const int MaxFlags = 6;
    public const int Tiers = 7;

    /// <summary>Path of the two calls that compute an answer, and that faults by share may hit.</summary>
    public const string Query = "/query";

    public const string Generate = "/generate";

    /// <summary>Not of the observed contract: the text of <see cref="Generate"/> as server-sent events.</summary>
    public const string Stream = "/stream";

    /// <summary>Not of the observed contract: the answer of <see cref="Generate"/>, worked out for a while.</summary>
    public const string Jobs = "/jobs";

    /// <summary>Before the id of a job.</summary>
    public const string JobPrefix = "/jobs/";

    /// <summary>Every JSON Pointer that some answer of the model has, in ordinal order: a planted fault must have something to hit.</summary>
    public static IReadOnlyList<string> Pointers { get; } = BuildPointers();

    private static string[] BuildPointers()
    {
        string[] consensus =
        [
            "agreement", "arbitration_model", "arbitration_source", "calibrated_confidence", "confidence", "evidence_strength", "grade", "model",
            "output", "quality", "source_weighted_confidence", "uncertainty_flags",
        ];
        string[] metrics =
        [
            "cache_hit", "degradation_level", "latency_ms", "providers_called", "providers_failed", "request_id", "tier4_failsafe_triggered",
            "tier_retries", "tier_timeouts",
        ];
        string[] plain =
        [
            "/cache", "/cache/backend", "/cache/enabled", "/confidence", "/consensus", "/detail", "/grade", "/mal_status", "/metrics", "/model",
            "/status", "/tiers", "/version",
        ];
        return
        [
            .. plain
                .Concat(consensus.Select(name => $"/consensus/{name}"))
                .Concat(metrics.Select(name => $"/metrics/{name}"))
                .Concat(Enumerable.Range(0, MaxFlags).Select(index => $"/consensus/uncertainty_flags/{index}"))
                .Concat(Enumerable.Range(0, Tiers).Select(index => $"/tiers/{index}"))
                .Order(StringComparer.Ordinal),
        ];
    }
}
