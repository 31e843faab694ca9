namespace TestOps.Core.Suites.Reading;

/// <summary>Where a template or script stands: it decides what may be used there.</summary>
internal enum TemplatePlace
{
    /// <summary>No templates at all.</summary>
    Nowhere,

    /// <summary>Base URL of the engine: <c>vars</c>, <c>env</c> and <c>engine.port</c>.</summary>
    BaseUrl,

    /// <summary>Headers and commands of the engine: the same, and <c>engine.base</c>.</summary>
    Engine,

    /// <summary>Commands of phases: <c>vars</c> and <c>env</c>. They have no lease, so no engine either.</summary>
    Phase,

    /// <summary>Variables of an environment: <c>env</c> and <c>engine.port</c>.</summary>
    Variable,

    /// <summary>Steps and metrics: everything.</summary>
    Session,
}
