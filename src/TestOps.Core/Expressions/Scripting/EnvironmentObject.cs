using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using JintEngine = Jint.Engine;

namespace TestOps.Core.Expressions.Scripting;

/// <summary><c>env</c>: any name may be read, and what is not set is null. It cannot be listed.</summary>
internal sealed class EnvironmentObject(JintEngine engine, ExpressionScope scope) : ObjectInstance(engine)
{
    public override PropertyDescriptor GetOwnProperty(JsValue property)
    {
        if (!property.IsString())
        {
            return PropertyDescriptor.Undefined;
        }

        var value = scope.Environment(property.AsString());
        return new PropertyDescriptor(value is null ? JsValue.Null : new JsString(value), writable: false, enumerable: false, configurable: true);
    }
}
