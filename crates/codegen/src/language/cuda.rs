//! CUDA C++: what C has, for the device and the host, and a kernel for columns of points.

use partials_symbolic::Function;

use super::{Language, c, call};
use crate::body::{Body, Text};
use crate::{Routine, Shape};

const KIND: &str = "__host__ __device__ static inline ";

pub(crate) struct Cuda;

impl Language for Cuda {
    fn extreme(&self, value: f64) -> &'static str {
        c::extreme(value)
    }

    fn call(&self, function: Function, arguments: &[Text]) -> Option<Text> {
        Some(call(function.code_names().c?, arguments))
    }

    fn text(&self, function: Function) -> Option<fn(&str) -> String> {
        (function == Function::Mod).then_some(|name| c::modulo(&format!("{KIND}double"), name))
    }

    fn bind(&self, name: &str, value: &str) -> String {
        format!("const double {name} = {value};")
    }

    fn bind_flag(&self, name: &str, value: &str) -> String {
        format!("const bool {name} = {value};")
    }

    fn accumulator(&self, name: &str, start: &str) -> String {
        format!("double {name} = {start};")
    }

    fn repeat(&self, index: &str, from: &str, to: &str) -> Vec<String> {
        c::repeat(index, from, to)
    }

    fn helper(&self, name: &str, inputs: &[String], body: &Body) -> String {
        c::helper(&format!("{KIND}double"), name, inputs, body)
    }

    fn routine(&self, routine: &Routine, names: &[String], body: &Body) -> String {
        let function = c::routine_of(KIND, routine, names, body);
        format!("{function}\n{}", kernel(routine, names.len()))
    }

    fn preamble(&self, _: &str) -> String {
        "#include <math.h>\n\n".to_owned()
    }
}

/// A thread for each point: input i of point j is `points[i*count + j]`, and so are the results.
fn kernel(routine: &Routine, inputs: usize) -> String {
    let name = &routine.name;
    let total: usize = routine.results.iter().map(|(_, shape)| shape.count()).sum();
    let size = inputs.max(1);
    let call = match routine.results.as_slice() {
        [(_, Shape::Number)] => format!("result[0] = {name}(point);"),
        results => {
            let mut place = 0;
            let mut arguments = vec!["point".to_owned()];
            for (_, shape) in results {
                arguments.push(format!("result + {place}"));
                place += shape.count();
            }
            format!("{name}({});", arguments.join(", "))
        }
    };
    format!(
        "// Results of many points: input i of point j is points[i*count + j], result i of it is\n\
         // results[i*count + j].\n\
         extern \"C\" __global__ void {name}_kernel(int count, const double *points, double *results) {{\n    \
         const int j = blockIdx.x * blockDim.x + threadIdx.x;\n    \
         if (j >= count) return;\n    \
         double point[{size}], result[{total}];\n    \
         for (int i = 0; i < {inputs}; i++) point[i] = points[(size_t)i * count + j];\n    \
         {call}\n    \
         for (int i = 0; i < {total}; i++) results[(size_t)i * count + j] = result[i];\n}}\n"
    )
}
