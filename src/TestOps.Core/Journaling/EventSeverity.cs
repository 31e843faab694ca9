namespace TestOps.Core.Journaling;

/// <summary>Severity of an event or an incident.</summary>
public enum EventSeverity
{
    /// <summary>For someone who looks closely.</summary>
    Debug,

    /// <summary>Ordinary course.</summary>
    Info,

    /// <summary>Someone should look.</summary>
    Warning,

    /// <summary>A gate or a phase is lost.</summary>
    Error,
}
