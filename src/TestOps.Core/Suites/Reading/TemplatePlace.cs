namespace TestOps.Core.Suites.Reading;

/// <summary>Where a template or script stands: it decides what may be used there.</summary>
internal enum TemplatePlace
{
    /// <summary>No templates at all.</summary>
    Nowhere,

    /// <summary>Base URL and headers of the engine: <c>vars</c> and <c>env</c>.</summary>
    Engine,

    /// <summary>Variables of an environment: <c>env</c> only.</summary>
    Variable,

    /// <summary>Steps and metrics: everything.</summary>
    Session,
}
