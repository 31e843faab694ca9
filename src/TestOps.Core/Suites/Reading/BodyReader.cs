using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <summary>Request bodies: JSON or text, forms, and multipart with files beside the suite.</summary>
internal sealed class BodyReader(StepScope scope)
{
    private const int FieldsMax = 1000;
    private const int PartsMax = 100;

    public JsonNode? ReadJson(SuiteValue value)
    {
        if (value.IsNull)
        {
            value.Problem("a body of null cannot be told from none", "leave body out to send none");
        }

        CheckTexts(value);
        return value.Json();
    }

    public IReadOnlyList<FormFieldSpec> ReadForm(SuiteValue value)
    {
        var fields = new List<FormFieldSpec>();
        foreach (var (name, field) in value.Entries("write NAME: value"))
        {
            foreach (var item in field.ItemsOrSelf())
            {
                var text = item.IsText && item.Node is ScalarNode { Text: "" } ? "" : item.ScalarText();
                ExpressionRules.CheckTemplate(item, text, TemplatePlace.Session, scope.Kept);
                fields.Add(new FormFieldSpec(name, text));
            }
        }

        if (value.Node is MapNode && fields.Count is 0 or > FieldsMax)
        {
            value.Problem($"must have 1 to {FieldsMax} fields, has {fields.Count}", "write form: { NAME: value }");
        }

        return fields;
    }

    public IReadOnlyList<PartSpec> ReadMultipart(SuiteValue value)
    {
        var items = value.Items("write - { name: report, file: report.pdf, type: application/pdf } under multipart");
        if (value.Node is ListNode && items.Count is 0 or > PartsMax)
        {
            value.Problem($"must have 1 to {PartsMax} parts, has {items.Count}", "write - { name: title, text: value }");
        }

        return [.. items.Select(ReadPart).OfType<PartSpec>()];
    }

    private PartSpec? ReadPart(SuiteValue value)
    {
        if (value.Map("multipart[]") is not { } map)
        {
            return null;
        }

        if (map.Has("text") == map.Has("file"))
        {
            map.Problem($"a part needs one of text and file, has {(map.Has("text") ? "both" : "none")}", "write text: value, or file: report.pdf");
        }

        return new PartSpec
        {
            Name = map.Need("name", "", "report", OneLine),
            Text = map.Read<string?>("text", null, ReadText),
            File = map.Read<string?>("file", null, static file => BesideFile.Read(file, "report.pdf")),
            FileName = map.Read<string?>("filename", null, OneLine),
            Type = map.Read<string?>("type", null, OneLine),
        };
    }

    private string ReadText(SuiteValue value)
    {
        var text = value.ScalarText();
        ExpressionRules.CheckTemplate(value, text, TemplatePlace.Session, scope.Kept);
        return text;
    }

    private static string OneLine(SuiteValue value)
    {
        var text = value.Text(200);
        if (text.Any(char.IsControl))
        {
            value.Problem("is one line without control characters", "write it on one line");
        }

        ExpressionRules.CheckTemplate(value, text, TemplatePlace.Nowhere);
        return text;
    }

    private void CheckTexts(SuiteValue value)
    {
        switch (value.Node)
        {
            case MapNode:
                foreach (var (name, member) in value.Entries(""))
                {
                    CheckTexts(member);
                    if (ExpressionText.ExpressionsOf(name).Any())
                    {
                        member.Problem("a key of a body cannot be a template", "write the key out");
                    }
                }

                break;
            case ListNode:
                foreach (var item in value.Items(""))
                {
                    CheckTexts(item);
                }

                break;
            case ScalarNode scalar when value.IsText:
                ExpressionRules.CheckTemplate(value, scalar.Text, TemplatePlace.Session, scope.Kept);
                break;
        }
    }
}
