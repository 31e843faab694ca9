using TestOps.Core.Expressions;
using TestOps.Core.Suites;

namespace TestOps.Core.Sessions;

/// <summary>A compiled form.</summary>
internal sealed class FormBody
{
    private FormBody(KeyValuePair<string, Template>[] fields) => Fields = fields;

    /// <summary>Its fields in suite order: names are encoded already.</summary>
    public KeyValuePair<string, Template>[] Fields { get; }

    public bool UsesKept => Array.Exists(Fields, static pair => pair.Value.UsesKept);

    public static FormBody? Compile(IReadOnlyList<FormFieldSpec> fields) =>
        fields.Count == 0 ? null : new FormBody([.. fields.Select(field => KeyValuePair.Create(Encode(field.Name), Template.Compile(field.Value)))]);

    /// <summary>Percent-encoding of <c>application/x-www-form-urlencoded</c>, in which a blank is a plus.</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
