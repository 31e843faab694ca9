using System.Text.Json;
using Jint;
using Jint.Native;
using JintEngine = Jint.Engine;

namespace TestOps.Core.Expressions.Scripting;

/// <summary>Turns JSON into JavaScript values. Numbers become doubles.</summary>
internal static class ScriptValues
{
    public static JsValue Of(JintEngine engine, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => JsValue.Undefined,
        JsonValueKind.Null => JsValue.Null,
        JsonValueKind.True => JsBoolean.True,
        JsonValueKind.False => JsBoolean.False,
        JsonValueKind.Number => JsNumber.Create(element.GetDouble()),
        JsonValueKind.String => new JsString(JsonText.Decode(element)),
        JsonValueKind.Array => OfArray(engine, element),
        _ => OfObject(engine, element),
    };

    private static JsArray OfArray(JintEngine engine, JsonElement element)
    {
        var items = new JsValue[element.GetArrayLength()];
        var i = 0;
        foreach (var item in element.EnumerateArray())
        {
            items[i++] = Of(engine, item);
        }

        return new JsArray(engine, items);
    }

    private static JsObject OfObject(JintEngine engine, JsonElement element)
    {
        var members = new KeyValuePair<string, JsValue>[element.GetPropertyCount()];
        var i = 0;
        foreach (var member in element.EnumerateObject())
        {
            members[i++] = new KeyValuePair<string, JsValue>(JsonText.DecodeName(member), Of(engine, member.Value));
        }

        return JsObject.CreateFromEntries(engine, members);
    }
}
