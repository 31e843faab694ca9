using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using TestOps.Core.Determinism;
using JintEngine = Jint.Engine;

namespace TestOps.Core.Expressions.Scripting;

/// <summary><c>random</c> and <c>Math.random</c>: draws from the session's stream <c>script</c>.</summary>
internal sealed class ScriptRandom(JintEngine engine, Func<ExpressionScope> scope)
{
    /// <summary>Label of the stream.</summary>
    public const string Stream = "script";

    private SeededRandom Source => scope().Random.Fork(Stream);

    /// <summary>The object <c>random</c>: <c>int(n)</c>, <c>unit()</c>, <c>pick(list)</c>.</summary>
    public ObjectInstance CreateObject()
    {
        var random = new JsObject(engine);
        Add(random, "int", 1, Int);
        Add(random, "unit", 0, Unit);
        Add(random, "pick", 1, Pick);
        return random;
    }

    /// <summary>Replaces <c>Math.random</c>.</summary>
    public void Replace(ObjectInstance math) => Add(math, "random", 0, Unit);

    private void Add(ObjectInstance owner, string name, int parameters, Func<JsValue, JsValue[], JsValue> body)
        => owner.FastSetProperty(name, new PropertyDescriptor(new ClrFunction(engine, name, body, parameters, PropertyFlag.Configurable), writable: true, enumerable: false, configurable: true));

    private JsValue Unit(JsValue self, JsValue[] arguments) => JsNumber.Create(Source.NextUnit());

    private JsValue Int(JsValue self, JsValue[] arguments)
    {
        var bound = arguments.Length > 0 && arguments[0].IsNumber() ? arguments[0].AsNumber() : double.NaN;
        if (!(bound >= 1 && bound <= 1L << 53) || bound != Math.Floor(bound))
        {
            throw Refused($"random.int(n) takes a whole number from 1 to 2^53, but was called with {Shown(arguments)}");
        }

        return JsNumber.Create(Source.NextInt64((long)bound));
    }

    private JsValue Pick(JsValue self, JsValue[] arguments)
    {
        if (arguments.Length == 0 || arguments[0] is not JsArray { Length: > 0 } list)
        {
            throw Refused($"random.pick(list) takes an array with at least one element, but was called with {Shown(arguments)}");
        }

        return list[(uint)Source.NextInt64(list.Length)];
    }

    private static FormatException Refused(string message) => new(message);

    private static string Shown(JsValue[] arguments) => arguments.Length == 0 ? "nothing" : arguments[0].Type.ToString();
}
